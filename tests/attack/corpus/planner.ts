// Documents that pass the limits on documents and are hard to plan: for a graph that is as bad as graphs get, and for our own.
import { nested, repeated } from './hostile-document.ts';

export interface PlannerAttack {
  readonly name: string;
  readonly text: string;
  /**
   * What comes of it: a plan; a refusal, because the planner says that there are too many ways; or none before the budget is spent, by
   * default a second of the planner's time and 256 MB.
   */
  readonly outcome: 'planned' | 'refused' | 'killed';
}

const names = (count: number, prefix: string): readonly string[] => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/**
 * Schemas of subgraphs that all resolve the same: an interface and a union of as many types as told, each an entity with shareable fields in every
 * subgraph and one field of its own (`own0`…). Each step below `next` can be made in any of them, for each type apart.
 */
export function sharedGraph(subgraphs: number, types: number): Readonly<Record<string, string>> {
  const typeNames = names(types, 'T');
  const entity = (type: string, own: string) =>
    `type ${type} implements I @key(fields: "id") { id: ID! f0: Int @shareable f1: Int @shareable next: I @shareable many: [U] @shareable
       self: ${type} @shareable ${own}: Int }`;
  return Object.fromEntries(
    names(subgraphs, 's').map((name, index) => [
      name,
      `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
       type Query { i: I @shareable t: T0 @shareable u: U @shareable }
       interface I { id: ID! f0: Int f1: Int next: I many: [U] }
       union U = ${typeNames.join(' | ')}
       ${typeNames.map((type) => entity(type, `own${index}`)).join('\n')}`,
    ]),
  );
}

const chain = (field: string, length: number, end: string): string => nested(length, `${field} { `, end, ' }');

/** For `sharedGraph(5, 20)`. The smallest has 30 characters. */
export const sharedGraphAttacks: readonly PlannerAttack[] = [
  { name: 'two steps below an interface of 20 types', text: `{ i { ${chain('next', 2, 'f0')} } }`, outcome: 'killed' },
  { name: 'the same with a field on the way', text: '{ i { next { f0 next { f0 } } } }', outcome: 'killed' },
  { name: 'eight steps', text: `{ i { ${chain('next', 8, 'f0')} } }`, outcome: 'killed' },
  { name: 'a chain of entities that every subgraph has', text: `{ t { ${chain('self', 8, 'f0 own0')} } }`, outcome: 'planned' },
  {
    name: 'a field of another subgraph for each type of a union',
    text: `{ u { ${repeated(20, (i) => `... on T${i} { own${i % 5} self { own${(i + 1) % 5} } }`)} } }`,
    outcome: 'planned',
  },
  {
    name: 'eight aliases of a root that every subgraph has',
    text: `{ ${repeated(8, (i) => `a${i}: t { self { self { f0 } own${i % 5} } }`)} }`,
    outcome: 'planned',
  },
  {
    name: 'a step below an interface under six aliases',
    text: `{ ${repeated(6, (i) => `a${i}: i { next { f0 } }`)} }`,
    outcome: 'planned',
  },
];

/** For `sharedGraph(3, 5)`: small enough for the planner to notice that it is too much. */
export const smallSharedGraphAttacks: readonly PlannerAttack[] = [
  { name: 'three steps below an interface of five types', text: `{ i { ${chain('next', 3, 'f0')} } }`, outcome: 'refused' },
  { name: 'eight steps', text: `{ i { ${chain('next', 8, 'f0')} } }`, outcome: 'refused' },
  { name: 'two steps', text: `{ i { ${chain('next', 2, 'f0')} } }`, outcome: 'planned' },
];

/** A fragment on products that comes to `leaf` 2 to the power of `levels` times. */
const doubling = (levels: number, leaf: string): string =>
  `${repeated(levels, (i) => `fragment F${i} on Product { ...F${i + 1} ...F${i + 1} }`)} fragment F${levels} on Product { ${leaf} }`;
/** Fields of a product from each of the four subgraphs that know it, two of which need another's first. */
const everywhere = 'name availability reorderCost { amount } unitsSold rating { average }';
/** From subgraph to subgraph and back, eight levels. */
const around = 'boughtTogether { stock { product { boughtTogether { stock { product { stock { product { name } } } } } } } }';

/** For the graph in contract/, whose types are each resolved in one way: everything can be planned. */
export const ourGraphAttacks: readonly PlannerAttack[] = [
  ['20 products of all subgraphs', `{ ${repeated(20, (i) => `a${i}: product(id: ${i}) { ${everywhere} }`)} }`],
  ['products bought together, seven times', `{ product(id: 1) { ${chain('boughtTogether', 7, everywhere)} } }`],
  ['products of all subgraphs at each of seven levels', `{ product(id: 1) { ${chain(`${everywhere} boughtTogether`, 7, everywhere)} } }`],
  ['20 times around', `{ ${repeated(20, (i) => `a${i}: product(id: ${i}) { ${around} }`)} }`],
  ['fragments that double five times', `{ product(id: 1) { ...F0 } } ${doubling(5, everywhere)}`],
  [
    'fragments that double four times, at the end of seven levels',
    `{ product(id: 1) { ${chain('boughtTogether', 7, '...F0')} } } ${doubling(4, everywhere)}`,
  ],
  [
    'fields of all subgraphs, each on a condition of its own',
    `query (${repeated(40, (i) => `$v${i}: Boolean = true`)}) { product(id: 1) { ${repeated(
      40,
      (i) => `a${i}: boughtTogether { ${everywhere.split(' ')[i % 2]} unitsSold @include(if: $v${i}) }`,
    )} } }`,
  ],
  [
    'conditions in each other',
    `query (${repeated(8, (i) => `$v${i}: Boolean = true`)}) { product(id: 1) { ${repeated(8, (i) => `... @include(if: $v${i}) { ${everywhere} ... @skip(if: $v${(i + 1) % 8}) { boughtTogether { ${everywhere} } } }`)} } }`,
  ],
  [
    'orders with their lines, products, reviews and authors',
    `{ ${repeated(
      12,
      (i) =>
        `o${i}: orders(first: 5) { nodes { customer { companyName } salesRep { lastName } lines { product { ${everywhere} reviews { nodes { author { displayName customer { orderCount } } } } } } } }`,
    )} }`,
  ],
].map(([name = '', text = '']) => ({ name, text, outcome: 'planned' as const }));
