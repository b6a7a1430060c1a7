// The short differential run: our executor and stock answer alike on generated cases, with and without faults of subgraphs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { experimentOf, seedsPerSupergraph, subgraphsOf, supergraphOf } from './generate-case.ts';
import { observe, openLaboratory } from './laboratory.ts';
import { reportOf } from './report-failure.ts';
import { runComparison } from './run-comparison.ts';
import { ourSideFor } from './sides.ts';
import { type SubgraphServer, startSubgraphServer } from './subgraph-server.ts';

const firstSeed = 0;
/** All that the planted defects need are run with them (`npx pnpm test:executor`); here as many as `npx pnpm test` has time for. */
const operations = 120;

describe('the executor, compared', () => {
  let server: SubgraphServer;
  beforeAll(async () => {
    server = await startSubgraphServer();
  });
  afterAll(() => server.close());

  test('answers as stock does, and as graphql-js does where no subgraph fails', { timeout: 180_000 }, async () => {
    const comparison = await runComparison({ firstSeed, operations, server, subject: ourSideFor, subjectIsStock: false, maxFailures: 20 });
    process.stdout.write(
      `differential: seeds ${firstSeed} to ${firstSeed + operations - 1}, discarded supergraphs ${comparison.discarded}\n`,
    );
    const [first] = comparison.failures;
    const report = first === undefined ? '' : await reportOf(first, server, ourSideFor(supergraphOf(first.seed)), 20_000);
    expect(comparison.failures.map(({ seed, verdict }) => `seed ${seed} ${verdict.stage}`).join(', ') + report).toBe('');
    expect(comparison.discarded).toBeLessThan(operations / seedsPerSupergraph / 10);
  });

  test('a seed gives the same case every time', async () => {
    const seed = 3 * seedsPerSupergraph + 1;
    expect(subgraphsOf(seed)).toEqual(subgraphsOf(seed));
    const laboratory = await openLaboratory(subgraphsOf(seed), server);
    if (laboratory === undefined) throw new Error('the seed has to compose');
    const once = await observe(laboratory, experimentOf(seed, laboratory.supergraph));
    const twice = await observe(laboratory, experimentOf(seed, laboratory.supergraph));
    await laboratory.stop();
    expect({ ...twice.experiment, faults: twice.faults, answer: twice.faulty?.answer }).toEqual({
      ...once.experiment,
      faults: once.faults,
      answer: once.faulty?.answer,
    });
  });

  test('hostile keys in answers and variables reach no prototype', () => {
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
