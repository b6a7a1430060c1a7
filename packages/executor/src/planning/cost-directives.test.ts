// `@cost` and `@listSize` as composition hands them on, and as the specifications write them.
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { costDirectivesOf } from './cost-directives.ts';
import { factsOf, loadPlanner } from './load-planner.ts';
import { composed, fed2 } from './testing/federate.ts';

const fields = `
  type Query { dear(max: Int @cost(weight: 2)): Colour @cost(weight: 3) page(first: Int): Page @listSize(assumedSize: 10, slicingArguments: ["first"], sizedFields: ["items"], requireOneSlicingArgument: false) }
  type Page @cost(weight: 4) { items: [Stamp] } scalar Stamp @cost(weight: 5) enum Colour @cost(weight: 6) { RED }
  input Filter { words: String @cost(weight: -7) } extend type Query { find(filter: Filter): Int }`;

const expected = {
  weights: new Map([
    ['Query.dear', 3],
    ['Query.dear(max:)', 2],
    ['Page', 4],
    ['Stamp', 5],
    ['Colour', 6],
    ['Filter.words', -7],
  ]),
  listSizes: new Map([
    ['Query.page', { assumedSize: 10, slicingArguments: ['first'], sizedFields: ['items'], requireOneSlicingArgument: false }],
  ]),
};

describe('the costs of a supergraph', () => {
  it('are those that its subgraphs gave its types, fields, arguments and input fields', () => {
    expect(factsOf(loadPlanner(composed({ one: { typeDefs: fed2('cost listSize', fields) } }))).costs).toEqual(expected);
  });

  it('are found under whatever names', () => {
    const imports = 'import: [{ name: "@cost", as: "@price" }, { name: "@listSize", as: "@size" }]';
    const renamed = fields.replaceAll('@cost', '@price').replaceAll('@listSize', '@size');
    const typeDefs = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", ${imports})${renamed}`;
    expect(factsOf(loadPlanner(composed({ one: { typeDefs } }))).costs).toEqual(expected);
    const prefixed = fields.replaceAll('@listSize', '@cost__listSize');
    expect(
      costDirectivesOf(parse(`schema @link(url: "https://specs.apollo.dev/cost/v0.1") { query: Query } ${fields}`)).listSizes.size,
    ).toBe(0);
    expect(
      costDirectivesOf(parse(`schema @link(url: "https://specs.apollo.dev/cost/v0.1") { query: Query } ${prefixed}`)).listSizes.size,
    ).toBe(1);
  });

  it('are the highest of several subgraphs', () => {
    const typeDefs = (weight: number) => fed2('cost shareable', `type Query { dear: Int @shareable @cost(weight: ${weight}) }`);
    const { costs } = factsOf(loadPlanner(composed({ one: { typeDefs: typeDefs(2) }, two: { typeDefs: typeDefs(9) } })));
    expect(costs.weights).toEqual(new Map([['Query.dear', 9]]));
  });

  it('are none where the specification is not linked: such directives are somebody else’s', () => {
    expect(
      costDirectivesOf(parse(`directive @cost(weight: Int) on FIELD_DEFINITION type Query { a: Int @cost(weight: 3) }`)).weights.size,
    ).toBe(0);
  });

  it('may be texts, on arguments of directives too; a text that is no number says nothing', () => {
    const link = 'schema @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost"]) { query: Query }';
    const sdl = `${link} directive @approx(tolerance: Float! @cost(weight: "-1.5")) on FIELD type Query { a: Int @cost(weight: "2 * size") b: Int @cost(weight: "") }`;
    expect(costDirectivesOf(parse(sdl)).weights).toEqual(new Map([['@approx(tolerance:)', -1.5]]));
  });
});
