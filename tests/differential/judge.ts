// Judges an executor's answers to one experiment: against the reference without faults, against stock with them.
import { type Difference, differencesOf, equalsReference } from './compare.ts';
import { deliberateDifferences, type Pair } from './deliberate-differences.ts';
import { type Laboratory, type Observation, run } from './laboratory.ts';
import type { Answer, Side } from './sides.ts';
import { nameOfStockFault } from './stock-faults.ts';

export type Verdict =
  | { readonly kind: 'agrees' }
  /** It is right, where stock is wrong. */
  | { readonly kind: 'better'; readonly name: string }
  /** It is as wrong as stock: a fault of the planner that is not corrected yet. */
  | { readonly kind: 'shared'; readonly name: string }
  /** It does otherwise, as the table of deliberate differences says. */
  | { readonly kind: 'deliberate'; readonly names: readonly string[] }
  /** Stock itself answers so when subgraphs answer in another order. */
  | { readonly kind: 'order' }
  | {
      readonly kind: 'differs';
      readonly stage: 'without faults' | 'with faults';
      readonly differences: readonly Difference[];
      readonly actual: Answer;
    };

export async function judge(laboratory: Laboratory, observation: Observation, subject: Side): Promise<Verdict> {
  const { experiment, world, reference, clean, stockIsRight, faulty, faults } = observation;
  const { answer } = await run(laboratory, subject, experiment, world, []);
  const isRight = equalsReference(reference, answer);
  if (!stockIsRight && isRight) return { kind: 'better', name: nameOfStockFault(laboratory.supergraph, observation) };
  if (!isRight && !stockIsRight && sharesFault(clean, answer))
    return { kind: 'shared', name: nameOfStockFault(laboratory.supergraph, observation) };
  if (!isRight) {
    const expected = stockIsRight ? clean : reference;
    return { kind: 'differs', stage: 'without faults', differences: differencesOf(expected, answer), actual: answer };
  }
  if (reference.errors.length > 0 && differencesOf(clean, answer).length > 0) return excused(observation, clean, answer, 'without faults');
  if (faulty === undefined) return { kind: 'agrees' };
  const { answer: actual } = await run(laboratory, subject, experiment, world, faults);
  if (differencesOf(faulty.answer, actual).length === 0) return { kind: 'agrees' };
  const verdict = excused(observation, faulty.answer, actual, 'with faults');
  if (verdict.kind === 'deliberate') return verdict;
  return (await isOrderDependent(laboratory, observation, actual)) ? { kind: 'order' } : verdict;
}

/** Whether both answer alike; of a refused request the code may be another. */
function sharesFault(stocks: Answer, ours: Answer): boolean {
  if (differencesOf(stocks, ours).length === 0) return true;
  const messagesOf = ({ errors }: Answer) => errors.map(({ message }) => message).join('\n');
  return stocks.data == null && ours.data == null && messagesOf(stocks) === messagesOf(ours);
}

function excused({ faults }: Observation, expected: Answer, actual: Answer, stage: 'without faults' | 'with faults'): Verdict {
  const applied: string[] = [];
  let pair: Pair = { expected, actual };
  for (const one of deliberateDifferences) {
    if (!faults.some(({ kind }) => one.faults.includes(kind))) continue;
    const levelled = one.level(pair);
    const before = differencesOf(pair.expected, pair.actual);
    if (JSON.stringify(differencesOf(levelled.expected, levelled.actual)) !== JSON.stringify(before)) applied.push(one.name);
    pair = levelled;
  }
  if (differencesOf(pair.expected, pair.actual).length === 0) return { kind: 'deliberate', names: applied };
  return { kind: 'differs', stage, differences: differencesOf(expected, actual), actual };
}

/** Longer than a subgraph needs to answer. */
const slowMs = 25;

/** Stock merges what comes last over what came first. Whether it would answer so too, if one subgraph were slower than all others. */
async function isOrderDependent(laboratory: Laboratory, { experiment, world, faults }: Observation, actual: Answer): Promise<boolean> {
  for (const slow of Object.keys(laboratory.supergraph.sdls)) {
    const { answer } = await run(laboratory, laboratory.stock, experiment, world, faults, new Map([[slow, slowMs]]));
    if (differencesOf(answer, actual).length === 0) return true;
  }
  return false;
}
