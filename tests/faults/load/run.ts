// node tests/faults/load/run.ts: breaks the running system under load, says what came of it, and writes it down.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '@tributary/test-kit';
import { isGood, reportOf, summaryOf } from './report.ts';
import { startRig } from './rig.ts';
import { type Outcome, runScenario } from './run-scenario.ts';
import { long, type Pace, type Scenario, short } from './scenario.ts';
import { scenarios, shortScenarios } from './scenarios/all.ts';

const usage = `Usage: node tests/faults/load/run.ts [--short] [--scenario NAME]... [--reloads N] [--rate N]

A scenario is named, or by a word of its name: --scenario reload --reloads 100 --rate 200. --rate is in requests a second.
Without --short everything runs long, and REPORT.md is written when every scenario has run.
Exit code 1: a wrong answer, a lost order, or something that must hold and does not.

Scenarios:
${scenarios.map(({ name, what }) => `  ${name.padEnd(20)} ${what}`).join('\n')}
`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  const given = optionsOf(args);
  const { scenario: names = [] } = given ?? {};
  const isNamed = ({ name }: Scenario, by: string) => name === by || name.split(' ').includes(by);
  if (given === null || given.help === true || names.some((name) => !scenarios.some((scenario) => isNamed(scenario, name)))) {
    say(usage);
    return given?.help === true ? 0 : 2;
  }
  const isShort = given.short === true;
  const named = scenarios.filter((scenario) => names.some((name) => isNamed(scenario, name)));
  const wanted = names.length > 0 ? named : isShort ? shortScenarios : scenarios;
  const pace = paceOf(isShort ? short : long, given);
  if (pace === null) {
    say(usage);
    return 2;
  }
  const outcomes = await runAll(wanted, pace);
  const isWhole = names.length === 0 && given.reloads === undefined && given.rate === undefined;
  if (!isShort && isWhole) writeFileSync(join(root, 'tests/faults/load/REPORT.md'), reportOf(outcomes, long));
  return outcomes.every(isGood) ? 0 : 1;
}

/** Null when they are none. */
function optionsOf(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { help: flag, short: flag, scenario: { ...text, multiple: true }, reloads: text, rate: text } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch {
    return null;
  }
}

/** Null when a number is none. */
function paceOf(pace: Pace, { reloads, rate }: { readonly reloads?: string | undefined; readonly rate?: string | undefined }): Pace | null {
  const given = { reloads: Number(reloads ?? pace.reloads), perSecond: Number(rate ?? pace.perSecond) };
  const reloadsPerSecond = Number(rate ?? pace.reloadsPerSecond);
  if (![...Object.values(given), reloadsPerSecond].every((value) => Number.isInteger(value) && value > 0)) return null;
  return { ...pace, ...given, reloadsPerSecond };
}

async function runAll(wanted: readonly Scenario[], pace: Pace): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const rig = await startRig();
  try {
    for (const scenario of wanted) {
      if (scenario.needsRedis === true && rig.redis === null) {
        say(`${scenario.name}: left out, for there is no Redis here`);
        continue;
      }
      const outcome = await runScenario(rig, scenario, pace);
      outcomes.push(outcome);
      say(summaryOf(outcome));
    }
  } finally {
    await rig.stop();
  }
  return outcomes;
}

process.exitCode = await main(process.argv.slice(2));
