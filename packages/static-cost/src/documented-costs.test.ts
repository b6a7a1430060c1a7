// The examples with which the specification and the documentation of others explain cost, each with the number that they give.
import { describe, expect, it } from 'vitest';
import { costModelOf, costOf } from './testing/cost-of.ts';

type Row = readonly [operation: string, cost: number, variables?: Readonly<Record<string, unknown>>];

const rows = (types: string, all: readonly Row[], defaultListSize?: number) => {
  const model = costModelOf(types, defaultListSize);
  const cases = all.map(([operation, cost, variables = {}]) => ({ operation, cost, variables }));
  it.each(cases)('$operation costs $cost', ({ operation, cost, variables }) => {
    expect(costOf(model, operation)(variables)).toBe(cost);
  });
};

describe('IBM, GraphQL Cost Directives: an operation of', () => {
  // Example 1 and 2: 11 there, where the weight of a field is counted once for its list. Here it is counted for each item.
  rows(
    'type User { name: String age: Int @cost(weight: "2.0") } type Query { users(max: Int): [User] @listSize(slicingArguments: ["max"]) }',
    [
      ['query Example { users(max: 5) { age } }', 5 * (1 + 2)],
      ['query Example($max: Int) { users(max: $max) { age } }', 3 * (1 + 2), { max: 3 }],
    ],
  );
  // Examples 10 to 12. Of a list of ten, each text weighs 5.
  rows(
    `type Query {
       topProducts(filter: Filter @cost(weight: "15.0")): String @cost(weight: "5.0")
       mostPopularProduct(approx: Approximate @cost(weight: "-3.0")): Product @cost(weight: "5.0")
       tenProducts: [String] @cost(weight: "5.0") @listSize(assumedSize: 10)
     }
     scalar Approximate type Product { name: String }
     input Filter { approx: Approximate @cost(weight: "-12.0") }`,
    [
      ['{ topProducts }', 5],
      ['{ topProducts(filter: {}) }', 20],
      ['{ topProducts(filter: { approx: 1 }) }', 8],
      ['query ($filter: Filter) { topProducts(filter: $filter) }', 8, { filter: { approx: 1 } }],
      ['query ($filter: Filter) { topProducts(filter: $filter) }', 5, {}],
      ['{ mostPopularProduct { name } }', 5],
      ['{ mostPopularProduct(approx: 1) { name } }', 2],
      ['{ tenProducts }', 50],
    ],
  );
  // Example 13: a directive makes a field cheaper, and no field costs less than nothing.
  rows(
    `directive @approx(tolerance: Float! @cost(weight: "-1.0")) on FIELD
     type Query { five: Int @cost(weight: "5.0") free: Int }`,
    [
      ['{ five @approx(tolerance: 0.5) }', 4],
      ['{ five free @approx(tolerance: 0.5) }', 5],
    ],
  );
  // Example 18.
  rows(
    `type FilmEdge { cursor: ID node: Film } type Film { id: ID } type PageInfo { endCursor: ID }
     type FilmConnection { edges: [FilmEdge] pageInfo: PageInfo }
     type Query { films(first: Int, after: ID, last: Int, before: ID): FilmConnection @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges"]) }`,
    [
      ['{ films(first: 10) { edges { node { id } } pageInfo { endCursor } } }', 1 + 10 * (1 + 1) + 1],
      ['query ($n: Int) { films(last: $n) { list: edges { node { id } } } }', 1 + 7 * 2, { n: 7 }],
    ],
  );
});

const books = `
  type Query {
    book(id: ID): Book
    bestsellers: [Book] @listSize(assumedSize: 5)
    newestAdditions(after: ID, limit: Int!): [Book] @listSize(slicingArguments: ["limit"])
  }
  type Book { title: String author: Author publisher: Publisher } type Author { name: String } type Publisher { name: String address: Address }`;
const selection = '{ title author { name } publisher { name address { zipCode } } }';

describe('Apollo, demand control: an operation of', () => {
  rows(`${books} type Address { zipCode: Int! }`, [[`query BookQuery { book(id: 1) ${selection} }`, 4]]);
  rows(`${books} type Address @cost(weight: 5) { zipCode: Int! }`, [
    [`query BookQuery { book(id: 1) ${selection} }`, 8],
    [`query BestsellersQuery { bestsellers ${selection} }`, 40],
    [`query NewestAdditions { newestAdditions(limit: 3) ${selection} }`, 24],
    [`query NewestAdditions($limit: Int!) { newestAdditions(limit: $limit) ${selection} }`, 56, { limit: 7 }],
  ]);
});

describe('Apollo Router, its own tests: an operation of', () => {
  rows(
    `type Query {
       getScalar(id: ID): String getScalarByObject(args: OuterInput): String anotherScalar: Int object1: First interfaceInstance1: MyInterface
       someUnion: UnionOfObjectTypes someObjects: [First] intList: [Int]
     }
     type Mutation { doSomething: Int }
     type First { field1: Int innerList: [Second] } interface MyInterface { field2: String } type Second implements MyInterface { field1: Int field2: String }
     union UnionOfObjectTypes = First | Second
     input InnerInput { id: ID } input OuterInput { inner: InnerInput inner2: InnerInput listOfInner: [InnerInput!] }`,
    [
      ['{ getScalar(id: "1") anotherScalar }', 0],
      ['mutation { doSomething }', 10],
      ['{ object1 { field1 } }', 1],
      ['{ interfaceInstance1 { field2 } }', 1],
      ['{ someUnion { ... on First { field1 } ... on Second { field2 } } }', 1],
      ['{ someObjects { field1 } }', 100],
      ['{ intList }', 0],
      ['{ someObjects { innerList { field2 } } }', 10_100],
      ['{ getScalarByObject(args: { inner: { id: 1 }, listOfInner: [{ id: 2 }, { id: 3 }] }) }', 4],
      ['query ($a: OuterInput) { getScalarByObject(args: $a) }', 4, { a: { inner: { id: 1 }, listOfInner: [{ id: 2 }, { id: 3 }] } }],
      ['{ object1 @skip(if: true) { field1 } }', 0],
      ['{ object1 @include(if: false) { field1 } }', 0],
    ],
    100,
  );
  const custom = `
    type Query {
      fieldWithCost: Int @cost(weight: "5") argWithCost(arg: Int @cost(weight: "10")): Int enumWithCost: AorB
      inputWithCost(someInput: InputTypeWithCost): Int scalarWithCost: ExpensiveInt objectWithCost: ExpensiveObject
      fieldWithListSize: [String!] @listSize(assumedSize: 2000, requireOneSlicingArgument: false)
      fieldWithDynamicListSize(first: Int = 10): SizedField @listSize(slicingArguments: ["first"], sizedFields: ["items"], requireOneSlicingArgument: true)
      itemsByIds(ids: [ID!]!): [A] @listSize(slicingArguments: ["ids"], requireOneSlicingArgument: true)
      search(input: SearchInput!): [A] @listSize(slicingArguments: ["input.pagination.first"], assumedSize: 25, requireOneSlicingArgument: false)
    }
    type A { id: ID } enum AorB @cost(weight: "15") { A B } scalar ExpensiveInt @cost(weight: "30") type ExpensiveObject @cost(weight: "40") { id: ID }
    input InputTypeWithCost { somethingWithCost: Int @cost(weight: "20") } type SizedField { items: [A] }
    input SearchInput { pagination: PaginationInput query: String } input PaginationInput { first: Int after: String }`;
  const all =
    'fieldWithCost argWithCost(arg: 3) enumWithCost inputWithCost(someInput: { somethingWithCost: 10 }) scalarWithCost objectWithCost { id } fieldWithListSize';
  const items = 'fragment Items on SizedField { items { id } }';
  rows(custom, [
    [`{ ${all} fieldWithDynamicListSize(first: 5) { ...Items } } ${items}`, 127],
    [`{ ${all} fieldWithDynamicListSize { ...Items } } ${items}`, 132],
    ['{ itemsByIds(ids: ["1", "2", "3"]) { id } }', 3],
    ['query ($ids: [ID!]!) { itemsByIds(ids: $ids) { id } }', 4, { ids: ['1', '2', '3', '4'] }],
    ['query ($ids: [ID!]!) { itemsByIds(ids: $ids) { id } }', 1, { ids: '1' }],
    ['{ search(input: { pagination: { first: 5 } }) { id } }', 2 + 5],
    ['query ($n: Int) { search(input: { pagination: { first: $n } }) { id } }', 2 + 6, { n: 6 }],
    ['query ($input: SearchInput!) { search(input: $input) { id } }', 2 + 7, { input: { pagination: { first: 7 } } }],
    ['{ search(input: {}) { id } }', 1 + 25],
  ]);
});
