// npx pnpm bench: measures our gateway and others side by side. `--help` says how.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseName, cases } from './cases.ts';
import type { Checked } from './check.ts';
import { conditionLines, conditionsOf, stolenSince } from './conditions.ts';
import { type Fleet, withFleet } from './fleet.ts';
import { install } from './install.ts';
import { type Listener, measure } from './measure.ts';
import { type Options, parseOptions, UsageError, usage } from './options.ts';
import type { PeerId } from './peers.ts';
import { machineTicks } from './processes.ts';
import { type CaseResult, idleRows, resultJson, resultTable, targetTable } from './report.ts';
import { openRig, outputDir, type Rig } from './rig.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options === null) process.stdout.write(usage);
    return options === null ? 0 : await run(options);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nnpx pnpm bench --help lists what there is.\n`);
    return 2;
  }
}

async function run(options: Options): Promise<number> {
  const ids = peersOf(options);
  await install([...ids, 'stock'], options.pace.tool === 'autocannon');
  const rig = await openRig();
  const interrupted = () => void rig.close().finally(() => process.exit(130)); // the gateways end when their channel to here closes
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    return await commandOf(options, ids, rig);
  } finally {
    await rig.close();
  }
}

async function commandOf(options: Options, ids: readonly PeerId[], rig: Rig): Promise<number> {
  switch (options.command) {
    case 'check':
      return check(options, ids, rig);
    case 'measure':
      return measureAll(options, ids, rig);
    case 'profile':
      return (await import('./profile.ts')).profilePeer(options, rig);
    case 'cold':
      return (await import('./cold.ts')).measureCold(options, ids, rig);
    default:
      return (await import('./memory.ts')).checkMemory(options.command, options, rig);
  }
}

/** Every gateway that the run may start. */
function peersOf({ peers, cases: names, command, profiled }: Options): readonly PeerId[] {
  if (profiled !== null) return [profiled];
  if (peers !== null) return peers;
  if (command === 'cold') return ['stock', 'mercurius', 'hive', 'router-runtime', 'drop-in', 'tributary'];
  if (command === 'rss' || command === 'reloads' || command === 'operations') return ['stock', 'tributary'];
  return [...new Set(names.flatMap((name) => cases[name].peers))];
}

async function check(options: Options, ids: readonly PeerId[], rig: Rig): Promise<number> {
  let problems: readonly string[] = [];
  const workloads = [...new Set(options.cases.map((name) => cases[name].workload))];
  await withFleet(ids, workloads, rig, async (fleet) => {
    problems = fleet.problems;
    if (fleet.floorSource !== null) process.stdout.write(`The floor sends what ${fleet.floorSource} sends.\n`);
  });
  process.stdout.write(problems.length === 0 ? `All ${ids.length} answer the same.\n` : `${problems.join('\n')}\n`);
  return problems.length === 0 ? 0 : 1;
}

async function measureAll(options: Options, ids: readonly PeerId[], rig: Rig): Promise<number> {
  const started = machineTicks();
  const conditions = conditionsOf(ids, options.pace.tool);
  const name = conditions.date.replace(/[ :]/g, '-');
  const results: CaseResult[] = [];
  const problems: string[] = [];
  const floorSources = new Set<PeerId>();
  for (const [index, caseName] of options.cases.entries()) {
    const { workload, peers: own, title } = cases[caseName];
    process.stderr.write(`\n${caseName} (${index + 1} of ${options.cases.length}): ${title}\n`);
    await withFleet(options.peers ?? own, [workload], rig, async (fleet) => {
      problems.push(...fleet.problems);
      if (fleet.floorSource !== null) floorSources.add(fleet.floorSource);
      results.push(await measureCase(caseName, fleet, options, rig, problems));
    });
    const stolen = stolenSince(started);
    const notes = [
      `- ${paceOf(options)}${stolen === null ? '' : `; ${(100 * stolen).toFixed(1)} % of the machine's time went to other guests of its host`}`,
      ...(floorSources.size === 0 ? [] : [`- the floor sends what ${[...floorSources].join(', ')} sends`]),
      ...(idleRows(results).length === 0
        ? []
        : [`- gateways with time left, so that others or the load were the limit: ${idleRows(results).join(', ')}`]),
      ...problems.map((problem) => `- **not measured**: ${problem.split('\n')[0]}`),
    ];
    const text = [conditionLines(conditions), notes.join('\n'), '', resultTable(results), '', targetTable(results), ''].join('\n');
    write(name, text, { conditions, pace: options.pace, stolen, problems, results: resultJson(results) });
    if (index === options.cases.length - 1) process.stdout.write(`\n${text}\n`);
  }
  process.stdout.write(`${problems.map((problem) => `${problem}\n`).join('')}Written to ${join('.cache/bench', name)}.md and .json\n`);
  return problems.length === 0 ? 0 : 1;
}

function paceOf({ pace: { rounds, seconds, warmSeconds, connections } }: Options): string {
  return `${rounds} alternating rounds of ${seconds} s after ${warmSeconds} s of load, ${connections} connections unless a case has fewer; medians`;
}

async function measureCase(
  name: CaseName,
  { running, checked }: Fleet,
  { pace }: Options,
  rig: Rig,
  problems: string[],
): Promise<CaseResult> {
  const answers = checked.get(cases[name].workload) ?? new Map<PeerId, Checked>();
  const listener: Listener = {
    onRound(id, round, { requestsPerSecond, p50Ms, p99Ms, cpuUsPerRequest, busy }) {
      const cells = [`${requestsPerSecond.toFixed(0)} requests/s`, `p50 ${p50Ms.toFixed(1)} ms`, `p99 ${p99Ms.toFixed(1)} ms`];
      if (cpuUsPerRequest !== null) cells.push(`${cpuUsPerRequest.toFixed(0)} us CPU`, `busy ${busy?.toFixed(2)}`);
      process.stderr.write(`  ${name} round ${round} of ${pace.rounds}, ${id.padEnd(24)}${cells.join('  ')}\n`);
    },
    onFailure(id, reason) {
      problems.push(`${name}: ${reason}`);
      process.stderr.write(`  ${name}, ${id} is measured no further: ${reason}\n`);
    },
  };
  return { name, rounds: await measure(cases[name], running, pace, rig, listener, answers), checked: answers };
}

/** After each case, so that a run that is stopped leaves what it has. */
function write(name: string, text: string, json: object): void {
  mkdirSync(outputDir, { recursive: true });
  writeFileSync(join(outputDir, `${name}.md`), text);
  writeFileSync(join(outputDir, `${name}.json`), `${JSON.stringify(json, null, 1)}\n`);
}
