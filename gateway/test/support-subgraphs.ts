// Subgraphs for the tests of the gateway: bare HTTP servers that answer well, or as a test tells them to.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseServiceKeys, type VerifiedRequest, verifyRequest } from '@tributary/auth-kit';
import type { Identity } from './support-identity.ts';

export const subgraphNames = ['accounts', 'catalog', 'reviews'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

const federation =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@inaccessible"])';

export const schemas: Readonly<Record<SubgraphName, string>> = {
  accounts: `${federation}
    type Query { me: User @authenticated }
    type User { id: ID! name: String email: String @requiresScopes(scopes: [["users:read"]]) }`,
  catalog: `${federation}
    type Query { products: [Product!] product(id: ID!): Product }
    type Mutation { renameProduct(id: ID!, name: String!): Product }
    type Subscription { productChanged: Product }
    type Product @key(fields: "id") { id: ID! name: String! secretCost: Int @inaccessible }`,
  reviews: `${federation}
    type Query { latestReview: Review }
    type Review { text: String! product: Product }
    type Product @key(fields: "id") { id: ID! rating: Float }`,
};

export interface Operation {
  readonly query: string;
  readonly variables?: { readonly representations?: readonly { readonly id: string }[]; readonly [name: string]: unknown };
}

export interface Call {
  readonly operation: Operation;
  readonly headers: IncomingHttpHeaders;
  /** What its signature says; null when there is no valid one. */
  readonly verified: VerifiedRequest | null;
}

export type Reply = (response: ServerResponse, operation: Operation, request: IncomingMessage) => void;

export interface Subgraph {
  readonly url: string;
  /** Calls for a client's operation, since the test began. */
  readonly calls: Call[];
  /** Calls of the gateway for itself (revocations, keys), by the field that they ask. */
  readonly internal: { readonly field: string; readonly operation: Operation }[];
  /** Answers so from now on, until the next test. */
  reply(reply: Reply): void;
  /** Answers an internal field so; until the next test. */
  replyInternal(field: string, answer: (operation: Operation) => unknown): void;
  /** When the next call for this internal field comes. */
  nextInternal(field: string): Promise<Operation>;
  reset(): void;
  stop(): Promise<void>;
}

const products = [
  { __typename: 'Product', id: '1', name: 'Chai' },
  { __typename: 'Product', id: '2', name: 'Chang' },
];
const review = { __typename: 'Review', text: 'Good', product: { __typename: 'Product', id: '2' } };

/** More than was asked may stand in an answer: the gateway picks. */
const friendly: Readonly<Record<SubgraphName, (operation: Operation) => unknown>> = {
  accounts: () => ({ data: { me: { __typename: 'User', id: '11', name: 'Maria Anders', email: 'maria@customers.test' } } }),
  catalog: ({ variables }) => ({
    data: {
      products,
      product: products[0],
      renameProduct: products[0],
      _entities: entitiesOf(variables, ({ id }) => products.find((one) => one.id === id)),
    },
  }),
  reviews: ({ variables }) => ({
    data: { latestReview: review, _entities: entitiesOf(variables, ({ id }) => ({ __typename: 'Product', rating: 4 + Number(id) / 10 })) },
  }),
};

const entitiesOf = (variables: Operation['variables'], entity: (representation: { readonly id: string }) => unknown) =>
  (variables?.representations ?? []).map(entity);

const friendlyInternal: Readonly<Record<string, (operation: Operation) => unknown>> = {
  internalRevocations: () => ({ data: { internalRevocations: { cursor: '1', entries: [] } } }),
  internalApiKeyPrincipal: () => ({ data: { internalApiKeyPrincipal: null } }),
  internalRecordApiKeyUsage: () => ({ data: { internalRecordApiKeyUsage: true } }),
};

const notFound = (response: ServerResponse) => sendAnswer(response, { status: 'not found' }, 404);

/** Addresses where token keys cannot be had. */
export const badKeys: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/keys/nowhere': notFound,
  '/keys/moved': (response) => response.writeHead(302, { location: '/.well-known/jwks.json' }).end(),
  '/keys/page': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
  '/keys/other-json': (response) => sendAnswer(response, { keys: 'none' }),
  '/keys/cut': (response) => void response.destroy(),
};

export async function startSubgraph(name: SubgraphName, keyFile: string, { jwks }: Identity): Promise<Subgraph> {
  const keys = parseServiceKeys(keyFile);
  const well: Reply = (response, operation) => sendAnswer(response, friendly[name](operation));
  const calls: Call[] = [];
  const internal: { field: string; operation: Operation }[] = [];
  const waiting = new Map<string, ((operation: Operation) => void)[]>();
  const routes: Readonly<Record<string, (response: ServerResponse) => void>> = {
    ...badKeys,
    '/.well-known/jwks.json': (response) => sendAnswer(response, jwks),
  };
  let reply = well;
  let internalReplies = { ...friendlyInternal };

  const answerInternal = (response: ServerResponse, field: string, operation: Operation) => {
    internal.push({ field, operation });
    for (const hear of waiting.get(field)?.splice(0) ?? []) hear(operation);
    const answer = internalReplies[field]?.(operation);
    if (answer === undefined) response.destroy();
    else sendAnswer(response, answer);
  };
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return (routes[request.url ?? ''] ?? notFound)(response);
    const body = Buffer.concat(await request.toArray()).toString();
    const operation = JSON.parse(body) as Operation; // the gateway sends JSON
    const field = /\b(internal\w+)\(/.exec(operation.query)?.[1];
    if (field !== undefined) return answerInternal(response, field, operation);
    calls.push({
      operation,
      headers: request.headers,
      verified: verifiedOf(() =>
        verifyRequest(keys, { audience: name, method: request.method ?? '', path: request.url ?? '', body, headers: request.headers }),
      ),
    });
    reply(response, operation, request);
  });
  server.keepAliveTimeout = 65_000; // as a real one
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    calls,
    internal,
    reply(next) {
      reply = next;
    },
    replyInternal(field, answer) {
      internalReplies[field] = answer;
    },
    nextInternal: (field) => new Promise((resolve) => waiting.set(field, [...(waiting.get(field) ?? []), resolve])),
    reset() {
      reply = well;
      internalReplies = { ...friendlyInternal };
      calls.length = 0;
      internal.length = 0;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

export function sendAnswer(response: ServerResponse, answer: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

function verifiedOf(verify: () => VerifiedRequest): VerifiedRequest | null {
  try {
    return verify();
  } catch {
    return null;
  }
}
