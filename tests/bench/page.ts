// npx pnpm bench:page: the page query at scale 1 and 100, in turns on the same machine, with answers checked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTemporaryDir, root, runCommand, type System, startSystem } from '@tributary/test-kit';
import { checkPage } from './check-page.ts';
import { closedLoop, type Latencies, openLoop, percentile } from './load.ts';
import { cpuMsByProcess, sqlStatements } from './measure.ts';
import { profileSummary } from './profile.ts';

const usage = `Usage: npx pnpm bench:page [--rate 20] [--seconds 10] [--rounds 3] [--sharing] [--profile]

  --rate      requests a second while latencies are measured (open loop)
  --sharing   as it ships: requests that are the same at the same moment share their calls to subgraphs;
              without it every request pays for all of its own
  --seconds   of each round
  --rounds    for each scale, in turns
  --profile   also prints where the gateway's CPU time goes
`;

const document = readFileSync(join(root, 'tests/bench/page.graphql'), 'utf8');
const scales = [1, 100] as const;

interface Measured {
  readonly system: System;
  readonly latencies: Latencies;
  seedSeconds: number;
  highestRate: number;
  statements: number;
  cpu: ReadonlyMap<string, number>;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) return tell(usage, 0);
  const number = (flag: string, standard: number) => (args.includes(flag) ? Number(args[args.indexOf(flag) + 1]) : standard);
  const [rate, seconds, rounds] = [number('--rate', 20), number('--seconds', 10), number('--rounds', 3)];
  if (![rate, seconds, rounds].every((value) => Number.isFinite(value) && value > 0)) return tell(usage, 2);
  const profileDir = args.includes('--profile') ? openTemporaryDir() : null;
  const sharing = args.includes('--sharing');

  const measured = new Map<number, Measured>();
  for (const scale of scales) measured.set(scale, await prepare(scale, sharing, profileDir));
  try {
    for (const { system } of measured.values()) await warmUp(system);
    for (let round = 0; round < rounds; round += 1) {
      for (const { system, latencies } of measured.values()) latencies.push(...(await openLoop(() => ask(system), rate, seconds)));
    }
    for (const result of measured.values()) await measureLoad(result, seconds);
    return report(measured, rate, sharing);
  } finally {
    for (const { system } of measured.values()) await system.remove();
    if (profileDir !== null) process.stdout.write(profileSummary(profileDir));
  }
}

function tell(text: string, code: number): number {
  process.stdout.write(text);
  return code;
}

/** Seeds the data, starts the system on it, and checks one answer against the source. */
async function prepare(scale: number, sharing: boolean, profileDir: string | null): Promise<Measured> {
  const dataDir = openTemporaryDir();
  const startedAt = performance.now();
  const { code, output } = await runCommand(['seed', '--scale', String(scale)], { DATA_DIR: dataDir });
  if (code !== 0) throw new Error(output);
  const seedSeconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(`scale ${scale}: seeded in ${seedSeconds.toFixed(1)} s\n`);
  const env = {
    NODE_ENV: 'production', // graphql-js looks closer at every value in development
    // All load comes from one address: counted, as in production, and not refused.
    RATE_LIMITS: '[{ "name": "address", "by": "address", "limit": 1000000, "windowSeconds": 1 }]',
    SUBGRAPH_DEDUPLICATION: sharing ? 'on' : 'off',
    ...(profileDir !== null && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${join(profileDir, String(scale))}` }),
  };
  const system = await startSystem({ dataDir, env });
  checkPage((await system.ask(document)).data, scale);
  return { system, latencies: [], seedSeconds, highestRate: 0, statements: 0, cpu: new Map() };
}

/** One request; an error of any kind ends the benchmark: a wrong answer is not a fast one. */
async function ask(system: System): Promise<void> {
  const { data, errors } = await system.ask(document);
  if (errors !== undefined || data?.['products'].nodes.length !== 20) throw new Error(`A wrong answer: ${JSON.stringify(errors ?? data)}`);
}

const warmUp = (system: System) => closedLoop(() => ask(system), 8, 5);

/** The highest rate that it sustains, and what a request costs while it does. */
async function measureLoad(result: Measured, seconds: number): Promise<void> {
  const { system } = result;
  const before = { cpu: cpuMsByProcess(system), statements: sqlStatements(system.dataDir) };
  const { requests, elapsedSeconds } = await closedLoop(() => ask(system), 16, seconds);
  const after = { cpu: cpuMsByProcess(system), statements: sqlStatements(system.dataDir) };
  result.highestRate = requests / elapsedSeconds;
  result.statements = (after.statements - before.statements) / requests;
  result.cpu = new Map([...after.cpu].map(([name, ms]) => [name, (ms - (before.cpu.get(name) ?? 0)) / requests]));
}

function report(measured: ReadonlyMap<number, Measured>, rate: number, sharing: boolean): number {
  const columns = [...measured.values()];
  const row = (title: string, cells: readonly (number | string)[]) =>
    process.stdout.write(
      `${title.padEnd(34)}${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(2) : cell).padStart(12)).join('')}\n`,
    );
  const ratio = (of: (result: Measured) => number) => {
    const [small = 0, large = 0] = columns.map(of);
    return [small, large, large / small];
  };
  row('', [...measured.keys()].map((scale) => `scale ${scale}`).concat('ratio'));
  row(
    `p50 at ${rate} requests/s, ms`,
    ratio(({ latencies }) => percentile(latencies, 0.5)),
  );
  row(
    `p99 at ${rate} requests/s, ms`,
    ratio(({ latencies }) => percentile(latencies, 0.99)),
  );
  row(
    'highest rate, requests/s',
    ratio(({ highestRate }) => highestRate),
  );
  row(
    'SQL statements a request',
    ratio(({ statements }) => statements),
  );
  for (const name of columns[0]?.cpu.keys() ?? [])
    row(
      `CPU ms a request: ${name}`,
      ratio(({ cpu }) => cpu.get(name) ?? 0),
    );
  row(
    'CPU ms a request: all',
    ratio(({ cpu }) => [...cpu.values()].reduce((sum, ms) => sum + ms, 0)),
  );
  const [small, large] = columns.map(({ statements }) => statements.toFixed(6));
  if (sharing || small === large) return 0; // what is shared differs from run to run
  process.stderr.write('The number of SQL statements grows with the data.\n');
  return 1;
}

process.exitCode = await main(process.argv.slice(2));
