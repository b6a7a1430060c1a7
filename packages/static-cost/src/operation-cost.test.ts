// The compiled cost is that of a slow reference, and cheap: for variables, conditions, abstract types and fragments in fragments.
import { costDirectivesOf } from '@tributary/executor';
import { getOperationAST, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileOperationCost } from './operation-cost.ts';
import { costModelOf, costOf, costSchemaOf } from './testing/cost-of.ts';
import { costlyTypes, generateCostly, generateVariables } from './testing/generate-costly.ts';
import { naiveCost } from './testing/naive-cost.ts';

/** Mulberry32: the same seed, the same case. */
function choicesOf(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { below: (limit: number) => Math.floor(next() * limit) };
}

describe('the cost of generated operations', () => {
  const { document: types, schema } = costSchemaOf(costlyTypes);
  const model = costModelOf(costlyTypes, 3);
  const naive = { schema, costs: costDirectivesOf(types), defaultListSize: 3 };

  it('is that of the slow reference, for each set of variables', () => {
    const seen = new Set<number>();
    for (let seed = 1; seed <= 150; seed++) {
      const choices = choicesOf(seed);
      const text = generateCostly(choices, schema);
      const document = parse(text);
      const operation = getOperationAST(document);
      if (!operation) throw new Error(text);
      const cost = compileOperationCost(model, document, operation);
      for (let round = 0; round < 5; round++) {
        const variables = generateVariables(choices);
        const wanted = naiveCost(naive, document, operation, variables);
        expect(cost(variables), `seed ${seed}: ${text} ${JSON.stringify(variables)}`).toBe(wanted);
        seen.add(wanted);
      }
    }
    expect(seen.size).toBeGreaterThan(100);
  });
});

describe('an estimate', () => {
  const model = costModelOf(`
    type Query { page(first: Int, last: Int): Page @listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["nodes"], requireOneSlicingArgument: false)
      strict(first: Int, ids: [ID]): [Item] @listSize(slicingArguments: ["first", "ids"]) item: Item list: [Item] }
    type Page { nodes: [Item] } type Item { id: ID page(first: Int): Page @listSize(slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false) }
    type Mutation { a: Int b: Item }`);
  const page = '{ page(first: $n) { nodes { id } } }';

  it('takes the page size from variables, their defaults, or what the schema assumes', () => {
    const cost = costOf(model, `query ($n: Int) ${page}`);
    expect([cost({ n: 5 }), cost({ n: 0 }), cost({}), cost({ n: null })]).toEqual([6, 1, 21, 21]);
    expect(costOf(model, `query ($n: Int = 7) ${page}`)()).toBe(8);
    expect(costOf(model, `query ($n: Int = 7) ${page}`)({ n: null })).toBe(21);
  });

  it('takes the larger of several, and a size below zero for none', () => {
    const cost = costOf(model, 'query ($n: Int, $m: Int) { page(first: $n, last: $m) { nodes { id } } }');
    expect([cost({ n: 5, m: 9 }), cost({ n: -5 }), cost({ n: -5, m: 3 })]).toEqual([10, 21, 4]);
  });

  it('does not take what objects inherit for a variable', () => {
    expect(costOf(model, 'query ($constructor: Int) { page(first: $constructor) { nodes { id } } }')()).toBe(21);
  });

  it('counts each field of a mutation as a write', () => {
    expect(costOf(model, 'mutation { a b { id } again: a }')()).toBe(31);
  });

  it('wants one page size where the schema requires it, wherever the field stands', () => {
    const cost = costOf(model, 'query ($n: Int, $ids: [ID], $x: Boolean!) { strict(first: $n, ids: $ids) @include(if: $x) { id } }');
    expect([cost({ n: 4, x: true }), cost({ ids: ['1', '2'], x: true }), cost({ n: 4, x: false })]).toEqual([4, 2, 0]);
    const message = 'Field "strict" needs exactly one page size: "first", "ids".';
    expect(() => cost({ x: true })).toThrow(`${message} There are 0.`);
    expect(() => cost({ n: 1, ids: [], x: false })).toThrow(`${message} There are 2.`);
    expect(() => costOf(model, '{ strict { id } }')()).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });

  it('knows nothing of introspection, which has limits of its own', () => {
    expect(costOf(model, '{ __schema { types { fields { name } } } __typename }')()).toBe(0);
  });

  it('is a number however much lists multiply', () => {
    const nested = Array.from({ length: 60 }).reduce<string>((inner) => `{ page(first: $n) { nodes ${inner} } }`, '{ id }');
    const cost = costOf(model, `query ($n: Int) ${nested}`);
    expect([cost({ n: 2_147_483_647 }), cost({ n: 0 }), cost({ n: 1 })]).toEqual([Number.MAX_SAFE_INTEGER, 1, 120]);
  });

  describe('on an interface of many types', () => {
    const types = (returned: (index: number) => string) =>
      `type Query { node: Node } interface Node { id: ID! node: Node }${Array.from({ length: 300 }, (_, index) => ` type T${index} implements Node { id: ID! node: ${returned(index)} }`).join('')}`;
    const text = `{ node { ${Array.from({ length: 300 }, (_, index) => `a${index}: node { id }`).join(' ')} } }`;

    it('looks at those that cost alike once', () => {
      expect(costOf(costModelOf(types(() => 'Node')), text)()).toBe(301);
    });

    it('is the most there is where they all differ and are looked at too often', () => {
      expect(costOf(costModelOf(types((index) => `T${index}`)), text)()).toBe(Number.MAX_SAFE_INTEGER);
      expect(costOf(costModelOf(types((index) => `T${index}`)), '{ node { node { node { id } } } }')()).toBe(3);
    });
  });

  it('of fragments that double is computed in as many steps as they have lines', () => {
    const levels = Array.from({ length: 200 }, (_, index) => index);
    const fragments = levels.map((level) => {
      const inner =
        level === 199 ? 'page(first: $n) { nodes { id } }' : `...F${level + 1} item: page(first: $m) { nodes { ...F${level + 1} } }`;
      return `fragment F${level} on Item { ${inner} }`;
    });
    const cost = costOf(model, `query ($n: Int, $m: Int) { item { ...F0 } } ${fragments.join(' ')}`);
    expect(cost({ n: 1, m: 1 })).toBe(Number.MAX_SAFE_INTEGER);
    expect(cost({ n: 5, m: 0 })).toBe(1 + 6 + 199);
  });
});
