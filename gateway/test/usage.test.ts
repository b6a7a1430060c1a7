// Usage from end to end: what the gateway executes is recorded, and a schema check says whom a change breaks.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { composeSubgraphs } from '@tributary/schema-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ForeignSubgraph, startAlone, startForeign } from './support-alone.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-recorded-'));
const usage = join(folder, 'usage');
const sdl = `
  enum Order { NEWEST CHEAPEST }
  input Filter { name: String order: Order }
  type Query { products(filter: Filter, first: Int): [Product!] old: Int }
  type Mutation { rename(id: ID!, name: String): Product }
  type Product { id: ID! name: String sku: String }
`;
const product = { id: '1', name: 'Chai', sku: 'C-1' };
let catalog: ForeignSubgraph;
let snapshot = '';

const compositionOf = (text: string) => {
  const composition = composeSubgraphs([{ name: 'catalog', url: catalog.url, file: 'catalog.graphql', sdl: text }]);
  if (composition.kind === 'failed') throw new Error(JSON.stringify(composition.errors));
  return composition.supergraph;
};

beforeAll(async () => {
  const resolvers = { Query: { products: () => [product], old: () => 1 }, Mutation: { rename: () => product } };
  catalog = await startForeign('catalog', sdl, resolvers);
  const gateway = await startAlone(compositionOf(sdl), { usage: { folder: usage } });
  const web = { 'apollographql-client-name': 'web', 'apollographql-client-version': '2.1.0' };
  const page = 'query Page($filter: Filter) { products(filter: $filter, first: 4711) { name sku } }';
  await gateway.ask(page, web, { filter: { name: 'my secret', order: 'CHEAPEST' } });
  await gateway.ask(page, web, { filter: { order: 'CHEAPEST' } });
  await gateway.ask('mutation Rename { rename(id: "secret id", name: null) { id } }', { 'apollographql-client-name': 'app' });
  await gateway.ask('query Unknown { missing }', web);
  await gateway.ask('query Refused($filter: Filter) { products(filter: $filter) { id } }', web, { filter: { order: 'NOTHING' } });
  const text = 'query Persisted { old }';
  const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') } };
  await gateway.send(JSON.stringify({ query: text, extensions }), web);
  await gateway.send(JSON.stringify({ extensions }), web);
  await gateway.stop();
  const [file = ''] = readdirSync(usage);
  snapshot = readFileSync(join(usage, file), 'utf8');
});
afterAll(async () => {
  await catalog.stop();
  rmSync(folder, { recursive: true, force: true });
});

const program = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));

/** A check is a process of its own. */
const patient = { timeout: 60_000 };

/** Exit code and output of a check of this schema against that which is served. */
async function checked(head: string): Promise<{ readonly code: number; readonly stdout: string }> {
  const files = [join(folder, 'base.graphql'), join(folder, 'head.graphql')] as const;
  writeFileSync(files[0], compositionOf(sdl));
  writeFileSync(files[1], compositionOf(head));
  const args = [program, 'check', '--base', files[0], '--head', files[1], '--usage', usage];
  try {
    return { code: 0, stdout: (await promisify(execFile)(process.execPath, args)).stdout };
  } catch (error) {
    return error as { readonly code: number; readonly stdout: string }; // of a program that has ended with another code
  }
}

it('what was executed is recorded for its client, and what was refused is not', () => {
  const lines = snapshot
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ name, client, version, count }) => [name, client, version, count])).toEqual([
    ['Page', 'web', '2.1.0', 2],
    ['Rename', 'app', null, 1],
    ['Persisted', 'web', '2.1.0', 2],
  ]);
  expect(lines[0].uses).toMatchObject({
    selected: ['Product.name', 'Product.sku', 'Query.products'],
    provided: expect.arrayContaining(['Filter.name', 'Order.CHEAPEST', 'Query.products(first:)']),
    omitted: ['Filter.name'],
  });
  expect(lines[1].uses.null).toEqual(['Mutation.rename(name:)']);
});

it('no value is in a snapshot', () => {
  expect(snapshot).not.toMatch(/secret|4711/);
});

it('a check of the folder names the operation, the client and the version that a change breaks', patient, async () => {
  const { code, stdout } = await checked(sdl.replace('sku: String', ''));
  expect(code).toBe(1);
  expect(stdout).toMatch(/- broken: Page, client web 2\.1\.0, 2 times, last seen /);
  expect(stdout).not.toContain('Rename');
});

it('a value that nobody has sent may go', patient, async () =>
  expect(await checked(sdl.replace('NEWEST ', ''))).toMatchObject({ code: 0 }),
);
