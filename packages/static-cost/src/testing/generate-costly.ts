// For tests: a schema in which everything has a weight somewhere, and operations on it with variables, conditions and shared fragments.
import { type GraphQLCompositeType, type GraphQLSchema, getNamedType, isAbstractType, isCompositeType } from 'graphql';

export const costlyTypes = `
  type Query { shelf(first: Int, last: Int): Shelf @listSize(assumedSize: 4, slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)
    works(first: Int = 3): [Work] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) book: Book any: [Any] @cost(weight: 2)
    find(filter: Filter, words: [String] @cost(weight: -2)): [Book] @cost(weight: 3) @listSize(assumedSize: 2) }
  type Mutation { write(filter: Filter, price: Price): Book }
  type Shelf { edges: [Edge] nodes: [Work!]! @listSize(assumedSize: 9) total: Int @cost(weight: 5) self: Shelf }
  type Edge { node: Work shelf(first: Int): Shelf @listSize(slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false) }
  interface Work { title: String related(first: Int): [Work] @listSize(slicingArguments: ["first"], assumedSize: 2, requireOneSlicingArgument: false) shelf: Shelf }
  type Book implements Work @cost(weight: 4) { title: String related(first: Int): [Book] shelf: Shelf @cost(weight: 6) pages: [Page] }
  type Film implements Work { title: String @cost(weight: 1) related(first: Int): [Work] @listSize(assumedSize: 5) shelf: Shelf price: Price }
  type Page { text: Price book: Book } union Any = Book | Film | Page
  scalar Price @cost(weight: 7)
  input Filter { title: String @cost(weight: -3) price: Price all: [Filter] }`;

/** The choices of one case: `below(n)` gives a whole number from 0 to n - 1. */
export interface Choices {
  below(limit: number): number;
}

const numbers = ['', '$n', '$m', '$k', '0', '3', '12', 'null', '-1'];
const filters = ['$f', '{ title: "a" }', '{ all: [{ price: 1 }, $g] }', '{ price: $p, all: { title: null } }', 'null'];
const conditions = ['', '', '', '@include(if: $x)', '@skip(if: $x)', '@skip(if: $y)', '@include(if: false)', '@skip(if: false)'];

export const variableDefinitions = '$n: Int, $m: Int = 6, $k: Int, $x: Boolean!, $y: Boolean = true, $f: Filter, $g: Filter, $p: Price';

/** As text: valid but for selections of one name that do not merge, which cost does not look at. */
export function generateCostly(choices: Choices, schema: GraphQLSchema): string {
  const fragments: { readonly on: string; readonly text: string }[] = [];
  const pick = <Item>(items: readonly Item[]): Item => items[choices.below(items.length)] as Item; // never empty here

  const values: Readonly<Record<string, readonly string[]>> = {
    Int: numbers,
    Filter: filters,
    Price: ['$p', '1'],
    '[String]': ['["a", "b"]', '"a"'],
  };

  const field = (type: GraphQLCompositeType, depth: number): string => {
    if (!('getFields' in type) || choices.below(12) === 0) return '__typename';
    const chosen = pick(Object.values(type.getFields()));
    const given = chosen.args.flatMap(({ name, type: wanted }) => {
      const value = choices.below(3) === 0 ? '' : pick(values[String(wanted)] ?? ['']);
      return value === '' ? [] : [`${name}: ${value}`];
    });
    const named = getNamedType(chosen.type);
    const below = isCompositeType(named) ? (depth > 5 ? '{ __typename }' : selections(named, depth + 1)) : '';
    return `f${choices.below(1_000)}: ${chosen.name}${given.length > 0 ? `(${given.join(', ')})` : ''} ${pick(conditions)} ${below}`;
  };

  const fragmentOn = (type: GraphQLCompositeType, depth: number): string => {
    const known = fragments.flatMap(({ on }, index) => (on === type.name ? [index] : []));
    if (known.length > 0 && choices.below(2) === 0) return `F${pick(known)}`;
    // Its own fragments come first: no cycles.
    const text = selections(type, depth + 1);
    return `F${fragments.push({ on: type.name, text }) - 1}`;
  };

  const selections = (type: GraphQLCompositeType, depth: number): string => {
    const related = isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type, ...type.getInterfaces()];
    const all = Array.from({ length: 1 + choices.below(4) }, () => {
      if (depth > 5 || choices.below(3) > 0) return field(type, depth);
      const on = pick(related);
      return choices.below(2) === 0
        ? `...${fragmentOn(on, depth)} ${pick(conditions)}`
        : `... on ${on.name} ${pick(conditions)} ${selections(on, depth + 1)}`;
    });
    return `{ ${all.join(' ')} }`;
  };

  const root = choices.below(8) === 0 ? schema.getMutationType() : schema.getQueryType();
  if (!root) throw new Error('The schema has both.');
  const operation = `${root.name.toLowerCase()} (${variableDefinitions}) ${selections(root, 0)}`;
  return [operation, ...fragments.map(({ on, text }, index) => `fragment F${index} on ${on} ${text}`)].join('\n');
}

export function generateVariables(choices: Choices): Readonly<Record<string, unknown>> {
  const one = <Value>(name: string, all: readonly Value[]) => {
    const value = all[choices.below(all.length + 1)];
    return value === undefined ? {} : { [name]: value };
  };
  const filters = [null, {}, { title: 'a', all: [{ price: 1 }, {}] }, { title: null, all: { all: null } }];
  return {
    x: choices.below(2) === 0,
    ...one('y', [true, false]),
    ...one('n', [0, 5, 40, null, -3]),
    ...one('m', [1, null]),
    ...one('k', [7]),
    ...one('f', filters),
    ...one('g', filters),
    ...one('p', [1, null]),
  };
}
