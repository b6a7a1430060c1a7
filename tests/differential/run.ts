// Command: compares our executor with stock on generated cases, or repeats one case, or proves that planted defects are caught.
import { parseArgs } from 'node:util';
import { catchDefects } from './catch-defects.ts';
import { supergraphOf } from './generate-case.ts';
import { reportOf } from './report-failure.ts';
import { type Comparison, runComparison } from './run-comparison.ts';
import { ourSideFor, stockSide } from './sides.ts';
import { type SubgraphServer, startSubgraphServer } from './subgraph-server.ts';

const usage = `node tests/differential/run.ts [--operations N] [--first SEED] [--seed SEED] [--defects] [--stock] [--report N]
  --operations  how many cases (200)
  --first       the first seed (0)
  --seed        one case, shrunk and printed
  --defects     plants defects in stock until each is caught
  --stock       compares stock with stock
  --report      how many failing cases are shrunk and printed (3)`;

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '200' },
    first: { type: 'string', default: '0' },
    seed: { type: 'string' },
    defects: { type: 'boolean', default: false },
    stock: { type: 'boolean', default: false },
    report: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});
const write = (text: string) => process.stdout.write(`${text}\n`);

async function compare(server: SubgraphServer): Promise<number> {
  const subject = values.stock ? () => stockSide() : ourSideFor;
  const firstSeed = Number(values.seed ?? values.first);
  const operations = values.seed === undefined ? Number(values.operations) : 1;
  write(`${values.stock ? 'stock with stock' : 'stock with ours'}, ${operations} operations from seed ${firstSeed}`);
  const startedAt = Date.now();
  const comparison: Comparison = await runComparison({
    firstSeed,
    operations,
    server,
    subject,
    subjectIsStock: values.stock,
    maxFailures: 100,
    onProgress: (done, failures) => {
      if (done % 1000 === 0) write(`${done} done, ${failures} different, ${Math.round((Date.now() - startedAt) / 1000)} s`);
    },
  });
  for (const failure of comparison.failures.slice(0, Number(values.report)))
    write(`\n${await reportOf(failure, server, subject(supergraphOf(failure.seed)), 60_000)}`);
  if (values.seed === undefined) write(`\n${comparison.statistics.markdown()}`);
  write(`\nseeds from ${firstSeed}; discarded supergraphs: ${comparison.discarded}; ${Math.round((Date.now() - startedAt) / 1000)} s`);
  if (comparison.failures.length > 0)
    write(`different: ${comparison.failures.map(({ seed, verdict }) => `${seed} (${verdict.stage})`).join(', ')}`);
  const rare = operations >= 10_000 ? comparison.statistics.rare(200) : [];
  if (rare.length > 0) write(`fewer than 200 times: ${rare.join(', ')}`);
  return comparison.failures.length + rare.length;
}

async function plant(server: SubgraphServer): Promise<number> {
  const caught = await catchDefects(server, Number(values.first), Number(values.operations));
  for (const { name, seed } of caught) write(`${seed === undefined ? 'NOT CAUGHT' : `seed ${seed}`}\t${name}`);
  return caught.filter(({ seed }) => seed === undefined).length;
}

if (values.help) {
  write(usage);
} else {
  const server = await startSubgraphServer();
  const problems = await (values.defects ? plant(server) : compare(server));
  await server.close();
  process.exitCode = problems > 0 ? 1 : 0;
}
