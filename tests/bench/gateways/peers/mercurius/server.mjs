// mercurius with @mercuriusjs/gateway. It reads the SDL of Federation 1 only, so the subgraphs' schemas are given in that dialect; the
// subgraphs are the same. It needs graphql 16.12: the printer of later ones breaks it.
import gateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';

const schemas = {
  accounts: `extend type Query { me: User  user(id: ID!): User  users: [User] }
    type User @key(fields: "id") { id: ID!  name: String  username: String  birthday: Int }`,
  products: `extend type Query { topProducts(first: Int = 5): [Product]  items(first: Int = 2000): [Item] }
    type Product @key(fields: "upc") { upc: String!  name: String  price: Int  weight: Int }
    type Item @key(fields: "id") { id: ID!  name: String  price: Int  weight: Int }`,
  inventory: `extend type Product @key(fields: "upc") {
      upc: String! @external  weight: Int @external  price: Int @external
      inStock: Boolean  shippingEstimate: Int @requires(fields: "price weight")
    }
    extend type Item @key(fields: "id") {
      id: ID! @external  weight: Int @external  price: Int @external
      quantity: Int  shelf: String  delivery: Int @requires(fields: "price weight")
    }`,
  reviews: `type Review @key(fields: "id") { id: ID!  body: String  product: Product  author: User @provides(fields: "username") }
    extend type User @key(fields: "id") { id: ID! @external  username: String @external  reviews: [Review] }
    extend type Product @key(fields: "upc") { upc: String! @external  reviews: [Review] }
    extend type Item @key(fields: "id") { id: ID! @external  rating: Float  headline: String }`,
};
const services = Object.entries(schemas).map(([name, schema]) => ({
  name,
  schema,
  url: `${process.env.SUBGRAPHS_ORIGIN}/${name}`,
  mandatory: true,
  keepAlive: 60_000,
  connections: 50,
}));

const app = Fastify();
app.register(gateway, { jit: 1, gateway: { services } });
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
