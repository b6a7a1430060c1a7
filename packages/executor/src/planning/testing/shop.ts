// Two subgraphs of which one computes from what the other has: what it is given is seen in what it answers.
import { type Federation, fed2, federate } from './federate.ts';

const catalog = fed2(
  'key shareable',
  `directive @loud on FIELD
   type Query { products: [Product!]! product(upc: ID!): Product items: [Item!]! things: [Thing] }
   type Mutation { rename(upc: ID!, name: String!): Product rest: Boolean }
   interface Item { upc: ID! name: String! }
   union Thing = Product | Voucher
   type Product implements Item @key(fields: "upc") @key(fields: "sku region { code }") {
     upc: ID!  sku: String!  region: Region!  name: String!  weight: Int
     price(currency: String = "USD"): String
     comments(limit: Int!): [Comment!]!
     dimensions: Dimensions!
     maker: Maker
   }
   type Region @shareable { code: String! name: String! }
   type Comment { text: String! stars(of: Int!): Int! }
   type Dimensions { size: Int! label: String! scaled(by: Int!, unit: Unit = CM): String! }
   enum Unit { CM IN }
   interface Maker { title: String! origin(in: String!): String! }
   type Company implements Maker { title: String! origin(in: String!): String! taxId: String! }
   type Person implements Maker { title: String! origin(in: String!): String! }
   type Voucher implements Item { upc: ID! name: String! weight: String! }`,
);

const shipping = fed2(
  'key requires external shareable',
  `directive @loud on FIELD
   type Query { nearby: [Product!]! }
   type Product @key(fields: "upc") @key(fields: "sku region { code }", resolvable: false) {
     upc: ID!  sku: String! @external  region: Region! @external
     weight: Int @external
     price(currency: String = "USD"): String @external
     comments(limit: Int!): [Comment!]! @external
     dimensions: Dimensions! @external
     maker: Maker @external
     estimate: String @requires(fields: "weight dimensions { size }")
     inDollars: String @requires(fields: "price(currency: \\"USD\\")")
     inEuros: String @requires(fields: "price(currency: \\"EUR\\") weight")
     inAny: String @requires(fields: "price")
     boxed: String @requires(fields: "dimensions { scaled(by: 3, unit: IN) size }")
     wrapped: String @requires(fields: "dimensions { scaled(by: 1) }")
     praise(word: String): String @requires(fields: "comments(limit: 2) { text stars(of: 5) }")
     customs: String @requires(fields: "maker { title origin(in: \\"EN\\") ... on Company { taxId } }")
     free: Boolean!
   }
   type Region @shareable { code: String! name: String! }
   type Comment @external { text: String! stars(of: Int!): Int! }
   type Dimensions @external { size: Int! scaled(by: Int!, unit: Unit = CM): String! }
   enum Unit { CM IN }
   interface Maker { title: String! origin(in: String!): String! }
   type Company implements Maker @external { title: String! origin(in: String!): String! taxId: String! }
   type Person implements Maker @external { title: String! origin(in: String!): String! }`,
);

const products = [
  {
    upc: 'p1',
    sku: 's1',
    region: { code: 'r1', name: 'North' },
    name: 'Chair',
    weight: 7,
    comments: ['good', 'fine', 'bad'],
    size: 3,
    maker: 'Company',
  },
  { upc: 'p2', sku: 's2', region: { code: 'r2', name: 'South' }, name: 'Table', weight: 0, comments: ['new'], size: 5, maker: 'Person' },
].map(({ size, maker, comments, ...product }) => ({
  __typename: 'Product',
  ...product,
  price: ({ currency }: { currency: string }) => `${product.upc} ${currency}`,
  comments: ({ limit }: { limit: number }) => comments.slice(0, limit).map((text) => ({ text, stars: ({ of }: { of: number }) => of })),
  dimensions: { size, label: `size ${size}`, scaled: ({ by, unit }: { by: number; unit: string }) => `${size * by} ${unit}` },
  maker: {
    __typename: maker,
    title: `${maker} of ${product.upc}`,
    taxId: 'T1',
    origin: ({ in: language }: { in: string }) => `from ${language}`,
  },
}));
const vouchers = [{ __typename: 'Voucher', upc: 'v1', name: 'Gift', weight: 'light' }];

type Given = Readonly<Record<string, unknown>>;

/** Answers with what it was given, or with "nothing". */
const echo =
  (...names: readonly string[]) =>
  (given: Given): string =>
    names.map((name) => (given[name] === undefined ? 'nothing' : JSON.stringify(given[name]))).join(' ');

export function createShop(): Federation {
  const find = ({ upc }: { upc: string }) => products.find((product) => product.upc === upc);
  return federate({
    catalog: {
      typeDefs: catalog,
      resolvers: {
        Query: {
          products: () => products,
          product: (_: unknown, { upc }: { upc: string }) => products.find((product) => product.upc === upc),
          items: () => [...products, ...vouchers],
          things: () => [...products, ...vouchers, null],
        },
        Mutation: { rename: (_: unknown, { upc, name }: { upc: string; name: string }) => ({ ...find({ upc }), name }), rest: () => true },
        Product: { __resolveReference: find },
      },
    },
    shipping: {
      typeDefs: shipping,
      resolvers: {
        Query: { nearby: () => [{ upc: 'p1' }] },
        Product: {
          estimate: echo('weight', 'dimensions'),
          inDollars: echo('price'),
          inEuros: echo('price', 'weight'),
          inAny: echo('price'),
          boxed: echo('dimensions'),
          wrapped: echo('dimensions'),
          praise: echo('comments'),
          customs: echo('maker'),
          free: () => true,
        },
      },
    },
  });
}
