// What a run has found, for people: a few lines for each scenario, and a page for all.
import { cpus } from 'node:os';
import type { Measured, Phase } from './measure.ts';
import type { Outcome } from './run-scenario.ts';
import type { Figure, Pace } from './scenario.ts';

/** Whether nothing is wrong, nobody was left without an answer, no order is lost, and every fact holds; numbers are for people. */
export const isGood = ({ measured, facts, lost }: Outcome): boolean =>
  measured.samples.every(({ verdict }) => verdict !== 'wrong' && verdict !== 'failed') &&
  lost.length === 0 &&
  facts.every(({ holds }) => holds);

/** Of one scenario, as text. */
export function summaryOf(outcome: Outcome): string {
  const { scenario, measured, figures, facts, evidence, lost } = outcome;
  const phases = [
    ['before', measured.before],
    ['during', measured.during],
    ['after', measured.after],
  ] as const;
  return [
    `${isGood(outcome) ? 'good' : 'BAD '} ${scenario.name} (${seconds(measured.duringMs)}; sent at most ${ms(measured.lateMs.p99)} late in 99 %)`,
    ...phases.map(([name, phase]) => `     ${name}  ${countsOf(phase)}; p50 ${ms(phase.p50)}, p99 ${ms(phase.p99)}`),
    `     ${figures.map(figureOf).join('; ')}`,
    `     ${reasonsOf(measured)}`,
    ...facts.filter(({ holds }) => !holds).map(({ what }) => `     does not hold: ${what}`),
    ...lost.slice(0, 10).map((line) => `     ${line}`),
    ...evidence.map((text) => `     ${text}`),
  ].join('\n');
}

/** Of all scenarios, as a page. */
export function reportOf(outcomes: readonly Outcome[], pace: Pace): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return `${[
    '# Faults of the running system under load',
    '',
    `Written by \`node tests/faults/load/run.ts\` on ${new Date().toISOString().slice(0, 10)}, on ${cpus().length} cores that hold everything, the load too.`,
    `${pace.perSecond} requests a second at even distances whatever happens; latencies count from when a request was due. Every answer is compared with`,
    'what it was before: right; partial, with nulls and coded errors exactly where the failing part is; refused with a code where that is allowed; else wrong.',
    'Orders are counted afterwards: each that was acknowledged is there once.',
    '',
    row(['', 'requests', 'right', 'partial', 'refused', 'wrong', 'failed', 'p50/p99 before', 'during', 'after']),
    row(['---', ...Array.from({ length: 9 }, () => '--:')]),
    ...outcomes.map(({ scenario, measured }) => row([scenario.name, ...cellsOf(measured)])),
    '',
    'Milliseconds. What had to hold, and did or did not; bold is what was missed.',
    '',
    ...outcomes.map(
      ({ scenario, figures, facts }) =>
        `- **${scenario.name}**: ${scenario.what}. ${[...figures.map(figureOf), ...facts.map(({ what, holds }) => (holds ? what : `**not so: ${what}**`))].join('; ')}.`,
    ),
  ].join('\n')}\n`;
}

function cellsOf({ samples, before, during, after }: Measured): string[] {
  const sum = (verdict: keyof Phase['counts']) => String(before.counts[verdict] + during.counts[verdict] + after.counts[verdict]);
  const times = ({ p50, p99 }: Phase) => `${round(p50)}/${round(p99)}`;
  const counts = (['right', 'partial', 'refused', 'wrong', 'failed'] as const).map(sum);
  return [String(samples.length), ...counts, times(before), times(during), times(after)];
}

function figureOf({ what, value, unit, bound }: Figure): string {
  const text = `${what} ${round(value)}${unit === 'ms' ? ' ms' : unit}`;
  if (bound === undefined) return text;
  const isMet = 'atMost' in bound ? value <= bound.atMost : value >= bound.atLeast;
  const limit = 'atMost' in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`;
  return isMet ? `${text} (${limit})` : `**${text} (${limit})**`;
}

/** How often each code stood in an answer that was not whole. */
function reasonsOf({ samples }: Measured): string {
  const counts = new Map<string, number>();
  for (const { reason } of samples) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ') || 'nothing missing';
}

function countsOf({ requests, counts }: Phase): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return `${requests} requests: ${parts.map(([verdict, count]) => `${count} ${verdict}`).join(', ') || 'none'}`;
}

const round = (value: number): string => (Number.isNaN(value) ? '–' : value >= 100 ? value.toFixed(0) : value.toFixed(1));
const ms = (value: number): string => `${round(value)} ms`;
const seconds = (value: number): string => `${(value / 1_000).toFixed(1)} s`;
