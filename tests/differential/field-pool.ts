// The names that generated types take their fields from; one name has one type in a supergraph, so that fragments on different types do not conflict.
import type { Random } from './random.ts';

const leaves: Readonly<Record<string, string>> = {
  name: 'String',
  title: 'String',
  rank: 'Int',
  price: 'Float',
  active: 'Boolean',
  token: 'ID',
  stamp: 'Stamp',
  meta: 'Json',
  color: 'Color',
  tags: '[String]',
  grid: '[[Int]]',
  shades: '[Color]',
};
/** They are properties of every object, or look like one. */
const hostileLeaves: Readonly<Record<string, string>> = {
  constructor: 'String',
  toString: 'Int',
  hasOwnProperty: 'Boolean',
  valueOf: 'Json',
};

const argumentLists = [
  '(first: Int = 2)',
  '(color: Color = RED)',
  '(filter: Filter)',
  '(text: String, factor: Float = 1.5)',
  '(list: [Int!] = [1, 2], flag: Boolean!)',
  '(filter: Filter = { min: 3, text: "a" }, ids: [ID])',
  '(stamp: Stamp, json: Json = 7)',
];

/** graphql-js cannot print or introspect a schema with it. */
const hostileArguments = '(stamp: Stamp, json: Json = { a: [1] })';

export interface FieldPool {
  /** Names of leaf fields, each with its type in this supergraph. */
  readonly leafNames: readonly string[];
  /** The type of a leaf field in the API. */
  leafType(name: string): string;
  /** A field that leads to a type: its name says how the type is wrapped. */
  relation(random: Random, target: string): { readonly name: string; readonly type: string };
  args(random: Random): string;
}

export function fieldPoolOf(random: Random): FieldPool {
  const all = random.fork('hostile').chance(0.4) ? { ...leaves, ...hostileLeaves } : leaves;
  const lists = random.fork('default').chance(0.1) ? [...argumentLists, hostileArguments] : argumentLists;
  const nullability = (name: string, type: string) => withNonNulls(random.fork(`leaf ${name}`), type, 0.3);
  return {
    leafNames: Object.keys(all),
    leafType: (name) => nullability(name, all[name] ?? 'String'),
    relation(drawn, target) {
      const stem = target[0]?.toLowerCase() + target.slice(1);
      const [name, type] = drawn.pick([
        [stem, target],
        [stem, target],
        [`${stem}s`, `[${target}]`],
        [`${stem}s`, `[${target}]`],
        [`${stem}Grid`, `[[${target}]]`],
      ] as const);
      return { name, type: withNonNulls(random.fork(`relation ${name}`), type, 0.35) };
    },
    args: (drawn) => drawn.pick(lists),
  };
}

/** Adds `!` behind the name and behind each list, each with this probability. */
export function withNonNulls(random: Random, type: string, probability: number): string {
  return type.replace(/\w+|\]/g, (part) => (random.chance(probability) ? `${part}!` : part));
}
