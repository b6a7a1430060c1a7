// From samples to numbers: before, during and after; recovery.
import { isUntouchedBy, operations } from './operations.ts';
import type { LoadResult, Sample } from './protocol.ts';
import type { Scenario } from './scenario.ts';
import { percentile } from './statistics.ts';

export interface Phase {
  readonly requests: number;
  readonly counts: Readonly<Record<Sample['verdict'], number>>;
  /** Of answers that are not refusals, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface Measured {
  readonly before: Phase;
  readonly during: Phase;
  readonly after: Phase;
  /** During, the operations that need nothing of what fails. */
  readonly untouched: Phase;
  /** From the end of what happened to the last request after it that was not answered right. */
  readonly recoveryMs: number;
  readonly duringMs: number;
  readonly samples: readonly Sample[];
  /** Of `samples`, those that were due or under way meanwhile. */
  readonly duringSamples: readonly Sample[];
  readonly lateMs: LoadResult['lateMs'];
}

/** Of a load that was disturbed from one moment to another. */
export function measure({ samples, lateMs }: LoadResult, from: number, to: number, { hurts }: Pick<Scenario, 'hurts'>): Measured {
  const untouched = new Set(operations.filter((operation) => isUntouchedBy(operation, hurts)).map(({ name }) => name));
  // What was under way when it began is of it.
  const isBefore = ({ dueAt, ms }: Sample) => dueAt + ms < from;
  const duringSamples = samples.filter((sample) => !isBefore(sample) && sample.dueAt < to);
  const afterSamples = samples.filter(({ dueAt }) => dueAt >= to);
  const notRight = afterSamples.filter(({ verdict }) => verdict !== 'right').map(({ dueAt }) => dueAt - to);
  return {
    before: phaseOf(samples.filter(isBefore)),
    during: phaseOf(duringSamples),
    after: phaseOf(afterSamples),
    untouched: phaseOf(duringSamples.filter(({ operation }) => untouched.has(operation))),
    recoveryMs: notRight.reduce((latest, ms) => Math.max(latest, ms), 0),
    duringMs: to - from,
    samples,
    duringSamples,
    lateMs,
  };
}

export function phaseOf(samples: readonly Sample[]): Phase {
  const counts = { right: 0, partial: 0, refused: 0, wrong: 0, failed: 0 };
  for (const { verdict } of samples) counts[verdict] += 1;
  const times = samples.filter(({ verdict }) => verdict !== 'refused').map(({ ms }) => ms);
  return { requests: samples.length, counts, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** The latencies of those that were not whole, or refused, with one of these codes; in milliseconds. */
export const timesOf = (samples: readonly Sample[], ...reasons: readonly string[]): number[] =>
  samples.filter(({ reason }) => reason !== null && reasons.includes(reason)).map(({ ms }) => ms);
