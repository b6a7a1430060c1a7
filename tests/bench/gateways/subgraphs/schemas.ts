// The schemas of the four subgraphs: those of the public graphql-gateways-benchmark, and Item, of which no two are alike.

export const subgraphNames = ['accounts', 'inventory', 'products', 'reviews'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

const link = (...imports: readonly string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ${JSON.stringify(imports)})\n`;

/** What `supergraph.graphql` is composed from. */
export const typeDefs: Readonly<Record<SubgraphName, string>> = {
  accounts: `${link('@key')}
    type Query { me: User  user(id: ID!): User  users: [User] }
    type User @key(fields: "id") { id: ID!  name: String  username: String  birthday: Int }`,
  inventory: `${link('@key', '@external', '@requires')}
    type Product @key(fields: "upc") {
      upc: String!
      weight: Int @external
      price: Int @external
      inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }
    type Item @key(fields: "id") {
      id: ID!
      price: Int @external
      weight: Int @external
      quantity: Int
      shelf: String
      delivery: Int @requires(fields: "price weight")
    }`,
  products: `${link('@key')}
    type Query { topProducts(first: Int = 5): [Product]  items(first: Int = 2000): [Item] }
    type Product @key(fields: "upc") { upc: String!  name: String  price: Int  weight: Int }
    type Item @key(fields: "id") { id: ID!  name: String  price: Int  weight: Int }`,
  reviews: `${link('@key', '@external', '@provides')}
    type Review @key(fields: "id") { id: ID!  body: String  product: Product  author: User @provides(fields: "username") }
    type User @key(fields: "id") { id: ID!  username: String @external  reviews: [Review] }
    type Product @key(fields: "upc") { upc: String!  reviews: [Review] }
    type Item @key(fields: "id") { id: ID!  rating: Float  headline: String }`,
};
