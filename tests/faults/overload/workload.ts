// What is asked under load, and the model of its answer: a list from one subgraph, and for each of its items a list from another.
const count = 200;

const ids = Array.from({ length: count }, (_, number) => String(number + 1));
const nameOf = (id: string): string => `Product ${id}, as it is called on its label`;
const textsOf = (id: string): readonly string[] => [`Review ${id} of those who like it`, `Review ${id} of those who do not`];

export const query = '{ products { id name reviews { text } } }';

/** The only right answer, to the byte. */
export const rightAnswer = JSON.stringify({
  data: { products: ids.map((id) => ({ id, name: nameOf(id), reviews: textsOf(id).map((text) => ({ text })) })) },
});

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

export const subgraphs = {
  products: {
    sdl: `${link} type Query { products: [Product!]! } type Product @key(fields: "id") { id: ID! name: String! }`,
    answer: () => JSON.stringify({ data: { products: ids.map((id) => ({ __typename: 'Product', id, name: nameOf(id) })) } }),
  },
  reviews: {
    sdl: `${link} type Query { unused: Int } type Product @key(fields: "id") { id: ID! reviews: [Review!]! } type Review { text: String! }`,
    answer: (representations: readonly { readonly id: string }[]) =>
      JSON.stringify({ data: { _entities: representations.map(({ id }) => ({ reviews: textsOf(id).map((text) => ({ text })) })) } }),
  },
} as const;
