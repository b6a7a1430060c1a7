// The comparison proves its worth: planted defects are caught by the short run, and what it finds can be read.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catchDefects } from './catch-defects.ts';
import { defectiveSide } from './defective-side.ts';
import { defects } from './defects.ts';
import { reportOf } from './report-failure.ts';
import { runComparison } from './run-comparison.ts';
import { type SubgraphServer, startSubgraphServer } from './subgraph-server.ts';

describe('a defect planted in an executor', () => {
  let server: SubgraphServer;
  beforeAll(async () => {
    server = await startSubgraphServer();
  });
  afterAll(() => server.close());

  test('is caught by the short run, whichever of them it is', { timeout: 180_000 }, async () => {
    const caught = await catchDefects(server, 0, 300);
    process.stdout.write(`defects: ${caught.map(({ name, seed }) => `${name} (seed ${seed})`).join(', ')}\n`);
    expect(caught.filter(({ seed }) => seed === undefined).map(({ name }) => name)).toEqual([]);
    expect(caught.length).toBeGreaterThanOrEqual(20);
  });

  test('shrinks to a case that a person can read', { timeout: 60_000 }, async () => {
    const defect = defects.find(({ name }) => name === 'null fields omitted');
    if (defect === undefined) throw new Error('no such defect');
    const subject = defectiveSide({ ...defect, operation: (text) => text }, () => undefined);
    const { failures } = await runComparison({
      firstSeed: 180, // the smallest supergraph of the short run
      operations: 10,
      server,
      subject: () => subject,
      subjectIsStock: true,
      maxFailures: 1,
    });
    const [failure] = failures;
    if (failure === undefined) throw new Error('the defect was not caught');
    const report = await reportOf(failure, server, subject, 20_000);
    expect(report).toContain(`--seed ${failure.seed}`);
    expect(report.split('\n').length).toBeLessThan(80);
  });
});
