// The drop-in and @apollo/gateway with the same options, in front of the same subgraphs, asked the same.
import { composeServices } from '@apollo/composition';
import { ApolloGateway, type GatewayConfig } from '@apollo/gateway';
import { ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import { parse } from 'graphql';
import { TributaryGateway } from '../src/drop-in/tributary-gateway.ts';
import { linked, type ReceivedRequest, type SubgraphDefinition, type SubgraphServer, startSubgraph } from './subgraph-server.ts';

// Before any gateway is made: it would report to its maker.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

export function composedOf(subgraphs: readonly Pick<SubgraphServer, 'name' | 'url' | 'typeDefs'>[]): string {
  const services = subgraphs.map(({ name, url, typeDefs }) => ({ name, url, typeDefs: parse(linked(typeDefs)) }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

const prices = new Map([
  ['p1', 10],
  ['p2', 20],
]);

const products: SubgraphDefinition = {
  name: 'products',
  typeDefs: `type Query { products: [Product!]! product(upc: ID!): Product unlucky: String must: Must }
    type Subscription { repriced: Product }
    type Mutation { setPrice(upc: ID!, price: Int!): Product add(amount: Int!): Int! }
    type Product @key(fields: "upc") { upc: ID! name: String price(discount: Int = 0): Int weight: Int }
    type Must { have: String! }`,
  resolvers: {
    Query: {
      products: () => [...prices.keys()].map((upc) => ({ upc })),
      product: (_: unknown, { upc }: { upc: string }) => (prices.has(upc) ? { upc } : null),
      unlucky() {
        throw new Error('No luck.');
      },
      must: () => ({ have: 'it' }),
    },
    Mutation: {
      setPrice: (_: unknown, { upc, price }: { upc: string; price: number }) => ({ upc, price: () => price }),
      add: (_: unknown, { amount }: { amount: number }) => amount,
    },
    Product: {
      name: ({ upc }: { upc: string }) => `Product ${upc}`,
      price: ({ upc, price }: { upc: string; price?: () => number }, { discount }: { discount: number }) =>
        (price?.() ?? prices.get(upc) ?? 0) - discount,
      weight: () => 3,
    },
  },
};

const reviews: SubgraphDefinition = {
  name: 'reviews',
  typeDefs: `type Query { latest: Review }
    type Mutation { review(upc: ID!, text: String!): Review count(amount: Int!): Int! }
    type Product @key(fields: "upc") { upc: ID! reviews(first: Int): [Review!] score: Int! bad: String weight: Int @external heavy: Boolean @requires(fields: "weight") }
    type Review { text: String! product: Product }`,
  resolvers: {
    Query: { latest: () => ({ text: 'fine', product: { upc: 'p1' } }) },
    Mutation: {
      review: (_: unknown, { upc, text }: { upc: string; text: string }) => ({ text, product: { upc } }),
      count: (_: unknown, { amount }: { amount: number }) => amount,
    },
    Product: {
      reviews: ({ upc }: { upc: string }, { first = 2 }: { first?: number }) =>
        ['good', 'bad'].slice(0, first).map((text) => ({ text: `${text} ${upc}`, product: { upc } })),
      score: () => 5,
      heavy: ({ weight }: { weight: number }) => weight > 2,
      bad({ upc }: { upc: string }) {
        throw Object.assign(new Error(`Bad ${upc}.`), { extensions: upc === 'p1' ? { code: 'BAD_ONE', more: 1 } : {} });
      },
    },
  },
};

export interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contextValue?: BaseContext;
}

export interface Answered {
  readonly data: unknown;
  readonly errors: unknown;
  readonly extensions: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number | undefined;
  readonly requests: readonly (ReceivedRequest & { readonly subgraph: string })[];
}

export interface Side {
  readonly gateway: ApolloGateway;
  ask(asked: Asked | string): Promise<Answered>;
  stop(): Promise<void>;
}

export interface Pair {
  readonly products: SubgraphServer;
  readonly reviews: SubgraphServer;
  readonly supergraphSdl: string;
  /** Both with these options (made for each), behind servers that listen nowhere. */
  sides(
    config?: (side: 'stock' | 'ours') => GatewayConfig,
    plugins?: ServerPlugins,
  ): Promise<{ readonly stock: Side; readonly ours: Side }>;
  close(): Promise<void>;
}

export type ServerPlugins = NonNullable<ConstructorParameters<typeof ApolloServer<BaseContext>>[0]['plugins']>;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

export async function startPair(): Promise<Pair> {
  const servers = await Promise.all([startSubgraph(products), startSubgraph(reviews)]);
  const supergraphSdl = composedOf(servers);
  const running: Side[] = [];
  const sideOf = async (gateway: ApolloGateway, plugins: ServerPlugins): Promise<Side> => {
    const server = new ApolloServer<BaseContext>({ gateway, plugins, logger: silent, includeStacktraceInErrorResponses: false });
    await server.start();
    const side = { gateway, ask: (asked: Asked | string) => ask(server, servers, asked), stop: () => server.stop() };
    running.push(side);
    return side;
  };
  return {
    products: servers[0],
    reviews: servers[1],
    supergraphSdl,
    async sides(config = () => ({}), plugins = []) {
      const common = { supergraphSdl, logger: silent };
      const stock = await sideOf(new ApolloGateway({ ...common, ...config('stock') } as GatewayConfig), plugins); // options of tests go together
      const ours = await sideOf(
        new TributaryGateway({ ...common, ...config('ours') } as GatewayConfig, { planIn: 'thread' }), // as above
        plugins,
      );
      return { stock, ours };
    },
    async close() {
      await Promise.all(running.map((side) => side.stop()));
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

async function ask(server: ApolloServer, subgraphs: readonly SubgraphServer[], asked: Asked | string): Promise<Answered> {
  const { headers = {}, contextValue = {}, ...request } = typeof asked === 'string' ? { query: asked } : asked;
  for (const subgraph of subgraphs) subgraph.received();
  const http = { method: 'POST', headers: new HeaderMap(Object.entries(headers)), search: '', body: {} };
  const { body, http: answered } = await server.executeOperation({ ...request, http }, { contextValue });
  if (body.kind !== 'single') throw new Error('The answer is in parts.');
  // As it goes out.
  const { data, errors, extensions } = JSON.parse(JSON.stringify(body.singleResult));
  const requests = subgraphs.flatMap((subgraph) => subgraph.received().map((one) => ({ ...one, subgraph: subgraph.name })));
  return { data, errors, extensions, requests, headers: Object.fromEntries(answered.headers), status: answered.status };
}

/** What a client sees of an answer. */
export const shown = ({ data, errors, extensions, headers, status }: Answered) => ({ data, errors, extensions, headers, status });

/** What the subgraphs were asked, in which order. */
export const sent = ({ requests }: Answered) =>
  requests.map(({ subgraph, query, variables, operationName }) => ({ subgraph, query, variables, operationName }));
