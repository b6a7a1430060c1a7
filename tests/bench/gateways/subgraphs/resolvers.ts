// The resolvers of the four subgraphs, over the data in memory.
import { items, products, reviews, users } from './data.ts';
import type { SubgraphName } from './schemas.ts';

/** How the subgraphs answer; changed by `POST /_mode`. */
export interface Mode {
  /** `reference`: shippingEstimate is null, as in the public benchmark. `real`: computed from what is required. */
  shipping: 'reference' | 'real';
  /** Each answer is that much later. */
  delayMs: number;
}

interface Key {
  readonly id: string;
  readonly upc: string;
}
interface Weighed extends Key {
  readonly price: number | null | undefined;
  readonly weight: number | null | undefined;
}
/** Of a reference as of a field. */
type Resolver = (source: Weighed, args: { readonly first: number; readonly id: string }) => unknown;
type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver>>>>;

const itemById = new Map(items.map((item) => [item.id, item]));
const productByUpc = new Map(products.map((product) => [product.upc, product]));

export function createResolvers(mode: Mode): Readonly<Record<SubgraphName, Resolvers>> {
  const shippingEstimate = ({ price, weight }: Weighed) => {
    if (mode.shipping === 'reference' || price == null) return null;
    if (price > 1000) return 0;
    return weight == null ? null : Math.floor(weight / 2);
  };
  return {
    accounts: {
      Query: { me: () => users[0], users: () => users, user: (_source, { id }) => users.find((user) => user.id === id) },
      User: { __resolveReference: ({ id }) => users.find((user) => user.id === id) },
    },
    inventory: {
      Product: {
        __resolveReference: (reference) => reference,
        inStock: ({ upc }) => productByUpc.get(upc)?.inStock,
        shippingEstimate,
      },
      Item: {
        __resolveReference: (reference) => reference,
        quantity: ({ id }) => itemById.get(id)?.quantity,
        shelf: ({ id }) => itemById.get(id)?.shelf,
        delivery: ({ price, weight }) => (price == null || weight == null ? null : price * 3 + weight),
      },
    },
    products: {
      Query: { topProducts: (_source, { first }) => products.slice(0, first), items: (_source, { first }) => items.slice(0, first) },
      Product: { __resolveReference: ({ upc }) => productByUpc.get(upc) },
      Item: { __resolveReference: ({ id }) => itemById.get(id) },
    },
    reviews: {
      Review: {
        __resolveReference: ({ id }) => reviews.find((review) => review.id === id),
        author: () => ({ __typename: 'User', id: '1', username: 'urigo' }),
      },
      User: { __resolveReference: ({ id }) => ({ id, username: 'user' }), reviews: () => reviews.slice(0, 2) },
      Product: {
        __resolveReference: ({ upc }) => ({ upc }),
        reviews: ({ upc }) => reviews.filter(({ product }) => product.upc === upc),
      },
      Item: { __resolveReference: ({ id }) => itemById.get(id) },
    },
  };
}
