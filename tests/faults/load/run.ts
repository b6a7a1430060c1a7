// node tests/faults/load/run.ts: breaks the running system under load, says what came of it, and writes it down.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@tributary/test-kit';
import { isGood, reportOf, summaryOf } from './report.ts';
import { startRig } from './rig.ts';
import { type Outcome, runScenario } from './run-scenario.ts';
import { long, type Scenario, short } from './scenario.ts';
import { scenarios, shortScenarios } from './scenarios/all.ts';

const usage = `Usage: node tests/faults/load/run.ts [--short] [--scenario NAME]...

Without --short everything runs long, and REPORT.md is written when every scenario has run.
Exit code 1: a wrong answer, a lost order, or something that must hold and does not.

Scenarios:
${scenarios.map(({ name, what }) => `  ${name.padEnd(20)} ${what}`).join('\n')}
`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(args: readonly string[]): Promise<number> {
  const isShort = args.includes('--short');
  const names = args.filter((_, index) => args[index - 1] === '--scenario');
  const isKnown = (arg: string) => ['--short', '--scenario'].includes(arg) || names.includes(arg);
  if (!args.every(isKnown) || names.some((name) => scenarios.every((scenario) => scenario.name !== name))) {
    say(usage);
    return args.includes('--help') ? 0 : 2;
  }
  const wanted = names.length > 0 ? scenarios.filter(({ name }) => names.includes(name)) : isShort ? shortScenarios : scenarios;
  const outcomes = await runAll(wanted, isShort);
  if (!isShort && names.length === 0) writeFileSync(join(root, 'tests/faults/load/REPORT.md'), reportOf(outcomes, long));
  return outcomes.every(isGood) ? 0 : 1;
}

async function runAll(wanted: readonly Scenario[], isShort: boolean): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const rig = await startRig();
  try {
    for (const scenario of wanted) {
      if (scenario.needsRedis === true && rig.redis === null) {
        say(`${scenario.name}: left out, for there is no Redis here`);
        continue;
      }
      const outcome = await runScenario(rig, scenario, isShort ? short : long);
      outcomes.push(outcome);
      say(summaryOf(outcome));
    }
  } finally {
    await rig.stop();
  }
  return outcomes;
}

process.exitCode = await main(process.argv.slice(2));
