// One decision over several counters: all charges are counted, or none; take.lua does the same where the counters are in Redis.
import { algorithms, type State } from './algorithms.ts';
import { type Charge, type Count, isAllowed } from './rate-limit.ts';

export interface Decision {
  readonly counts: readonly Count[];
  /** What the counters hold from now on; null when nothing was counted. */
  readonly after: readonly State[] | null;
}

/** `states` are those of the counters that the charges name, in their order. */
export function decide(charges: readonly Charge[], states: readonly State[], nowUs: number): Decision {
  const settled = charges.map(({ limit }, index) => algorithms[limit.algorithm].settle(limit, states[index] ?? [], nowUs));
  const counts = charges.map((charge, index) => countOf(charge, settled[index] ?? [], nowUs));
  if (!isAllowed(counts)) return { counts, after: null };
  const after = charges.map(({ limit, amount }, index) => algorithms[limit.algorithm].add(limit, settled[index] ?? [], amount));
  return { counts: charges.map((charge, index) => ({ ...countOf(charge, after[index] ?? [], nowUs), waitUs: 0 })), after };
}

function countOf({ limit, amount }: Charge, state: State, nowUs: number): Count {
  const { wait, remaining, reset } = algorithms[limit.algorithm];
  return { waitUs: wait(limit, state, nowUs, amount), remaining: remaining(limit, state), resetUs: reset(limit, state, nowUs) };
}
