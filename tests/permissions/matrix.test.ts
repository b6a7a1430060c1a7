// Every coordinate, on every way to it, for every caller and for own and foreign rows: the running system against the tables of policy/.
import { type System, startSystem, subgraphNames } from '@tributary/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mismatchText, runMatrix, type Surface } from './run/matrix.ts';
import { type Prepared, prepare } from './run/prepare.ts';
import { gatewaySurface, sendTo, subgraphSurface } from './run/running-system.ts';

// The matrix asks all of a type at once, on many ways: far more than a client would.
const env = { MAX_TOKENS: '20000', MAX_ALIASES: '1000', MAX_COST: '100000000' };

let system: System;
let prepared: Prepared;
beforeAll(async () => {
  system = await startSystem({ env });
  const { accounts, orders, reviews } = Object.fromEntries(subgraphNames.map((name) => [name, sendTo(system, name)]));
  prepared = await prepare({ ...(accounts && { accounts }), ...(orders && { orders }), ...(reviews && { reviews }) });
});
afterAll(() => system?.remove());

const surfaces: [name: string, surface: () => Surface][] = [
  ['at the gateway', () => gatewaySurface(system, prepared.credentials)],
  ...subgraphNames.map((name): [string, () => Surface] => [`at ${name}`, () => subgraphSurface(system, name)]),
];

describe.each(['queries', 'commands'] as const)('%s give everyone what the specification says, and nothing else', (of) => {
  it.each(surfaces)('%s', async (where, surface) => {
    const { cells, coordinates, operations, mismatches } = await runMatrix(surface(), { worlds: prepared.worlds, of });
    process.stdout.write(`${of} ${where}: ${cells} cells of ${coordinates} coordinates in ${operations} operations\n`);
    expect(mismatches.map(mismatchText)).toEqual([]);
  });
});
