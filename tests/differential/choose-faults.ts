// Chooses faults for an operation among what its run without faults touched.
import {
  type Fault,
  type FaultKind,
  fieldFaultKinds,
  isOf,
  listFaultKinds,
  objectFaultKinds,
  requestFaultKinds,
  type Touched,
} from './faults.ts';
import type { Random } from './random.ts';

/** One to four faults, each of which the operation meets (unless another hides it); none if nothing was touched. */
export function chooseFaults(random: Random, touched: readonly Touched[]): Fault[] {
  const sorted = [...touched].sort((left, right) => (textOf(left) < textOf(right) ? -1 : 1));
  const count = random.pick([1, 1, 2, 2, 3, 4]);
  return Array.from({ length: count }, () => chooseFault(random, sorted)).filter((fault) => fault !== undefined);
}

/** Rarely met, or of two sorts, or slow. */
const weights: Partial<Record<FaultKind, number>> = {
  null: 3,
  missing: 1.6,
  'wrong-shape': 2,
  'wrong-leaf': 1.6,
  'error-with-code': 1.6,
  'null-item': 8,
  error: 2,
  'bad-typename': 8,
  timeout: 1.4,
  html: 1.4,
  'http-500-text': 1.4,
  'no-entity': 4,
  'entity-error': 4,
  'entities-short': 4,
  'entities-long': 3,
  'entities-not-list': 3,
  'entities-null': 3,
  'stray-error': 5,
};
const weighted = [...fieldFaultKinds, ...objectFaultKinds, ...listFaultKinds, ...requestFaultKinds].flatMap((kind) =>
  Array<FaultKind>((weights[kind] ?? 1) * 5).fill(kind),
);

function chooseFault(random: Random, touched: readonly Touched[]): Fault | undefined {
  const kind = random.pick(weighted);
  const tops = touched.filter(({ top }) => top);
  const entities = tops.filter(({ object }) => !isRoot(object));
  const fields = touched.filter(({ object }) => !isRoot(object) || random.chance(0.3));
  const at = isOf('request', kind) ? tops : isOf('list', kind) ? entities : isOf('object', kind) && entities.length > 0 ? entities : fields;
  if (at.length === 0) return undefined;
  const { subgraph, object, field } = random.pick(at);
  return { kind, subgraph, object, field: isOf('object', kind) ? '' : field, variant: random.below(6) };
}

const isRoot = (object: string): boolean => object === 'Query:0' || object === 'Mutation:0';
const textOf = ({ subgraph, object, field, top }: Touched): string => `${subgraph}|${object}|${field}|${top}`;
