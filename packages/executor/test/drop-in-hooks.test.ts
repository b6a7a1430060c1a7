// The drop-in with the options and hooks of @apollo/gateway: they see and decide the same.
import { type GatewayConfig, type GraphQLDataSourceProcessOptions, LocalGraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import type { ApolloServerPlugin } from '@apollo/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Pair, sent, shown, startPair } from './side-by-side.ts';
import { schemaOf } from './subgraph-server.ts';

let pair: Pair;
beforeEach(async () => {
  pair = await startPair();
});
afterEach(() => pair.close());

const page = 'query Page($f: Int) { products { name reviews(first: $f) { text product { price } } score bad } latest { text } }';

/** Runs the same behind both, and gives what each saw. */
async function compared<Seen>(
  config: (seen: Seen[]) => GatewayConfig,
  asked: Parameters<Awaited<ReturnType<Pair['sides']>>['ours']['ask']>[0] = { query: page, variables: { f: 1 } },
  plugins: (seen: Seen[]) => ApolloServerPlugin[] = () => [],
) {
  const seen = { stock: [] as Seen[], ours: [] as Seen[] };
  const { stock } = await pair.sides((side) => config(seen[side]), plugins(seen.stock));
  const { ours } = await pair.sides((side) => config(seen[side]), plugins(seen.ours));
  seen.stock.splice(0);
  seen.ours.splice(0);
  return { theirs: await stock.ask(asked), answered: await ours.ask(asked), seen };
}

const sorted = <Item>(items: readonly Item[]): readonly string[] => items.map((item) => JSON.stringify(item)).toSorted();

/** Errors of requests that run at the same time come in any order. */
const inOrder = (answered: Parameters<typeof shown>[0]) => {
  const { errors, ...rest } = shown(answered);
  return { ...rest, errors: Array.isArray(errors) ? sorted(errors) : errors };
};

const sourceOf = (hooks: Partial<RemoteGraphQLDataSource>) => ({
  buildService: ({ url = '' }: { readonly url?: string }) => new RemoteGraphQLDataSource({ url, ...hooks }),
});

it('willSendRequest sees each fetch, and its headers, variables and context reach the subgraph', async () => {
  const { theirs, answered, seen } = await compared<unknown>(
    (all) =>
      sourceOf({
        willSendRequest(options: GraphQLDataSourceProcessOptions) {
          const { request, context, kind } = options;
          const path = 'pathInIncomingRequest' in options ? options.pathInIncomingRequest : null;
          all.push({
            query: request.query,
            variables: request.variables,
            operationName: request.operationName,
            url: request.http?.url,
            kind,
            path,
            context,
          });
          request.http?.headers.set('x-user', String(context['user']));
          if ('incomingRequestContext' in options)
            request.http?.headers.set('x-client', options.incomingRequestContext?.request.http?.headers.get('x-client') ?? '');
        },
      }),
    { query: page, variables: { f: 1 }, headers: { 'x-client': 'web' }, contextValue: { user: 'ann' } },
  );
  expect(inOrder(answered)).toEqual(inOrder(theirs));
  expect(sorted(seen.ours)).toEqual(sorted(seen.stock));
  expect(sorted(sent(answered))).toEqual(sorted(sent(theirs)));
  for (const { headers } of answered.requests)
    expect(headers).toMatchObject({ 'x-user': 'ann', 'x-client': 'web', 'content-type': 'application/json' });
});

it('headers of clients are not forwarded by themselves', async () => {
  const { answered, theirs } = await compared(() => ({}), { query: page, headers: { authorization: 'secret', 'x-client': 'web' } });
  for (const { headers } of [...answered.requests, ...theirs.requests]) {
    expect(headers['authorization']).toBeUndefined();
    expect(headers['x-client']).toBeUndefined();
    expect(headers).toMatchObject({ 'content-type': 'application/json', accept: '*/*' });
  }
});

it('a hook that throws costs its fetch', async () => {
  const { theirs, answered } = await compared(() =>
    sourceOf({
      willSendRequest({ request }: GraphQLDataSourceProcessOptions) {
        if (request.query?.includes('score') === true) throw new Error('Not sent.');
      },
    }),
  );
  expect(inOrder(answered)).toEqual(inOrder(theirs));
  expect(JSON.stringify(answered.errors)).toContain('Not sent.');
});

it('didReceiveResponse sees answers and changes them', async () => {
  const { theirs, answered, seen } = await compared<unknown>((all) =>
    sourceOf({
      didReceiveResponse({ response, request, pathInIncomingRequest }) {
        all.push({
          status: response.http?.status,
          type: response.http?.headers.get('content-type'),
          query: request.query,
          pathInIncomingRequest,
        });
        const latest: unknown = response.data?.['latest'];
        return latest === undefined ? response : { ...response, data: { ...response.data, latest: { text: 'changed' } } };
      },
    }),
  );
  expect(inOrder(answered)).toEqual(inOrder(theirs));
  expect(answered).toMatchObject({ data: { latest: { text: 'changed' } } });
  expect(sorted(seen.ours)).toEqual(sorted(seen.stock));
});

it('a hooked data source tells of HTTP failures as it always did', async () => {
  pair.reviews.answerWith((response, { query }) => {
    const status = query.includes('_entities') ? 503 : 401;
    response.writeHead(status, { 'content-type': 'text/plain' }).end('away');
    return true;
  });
  const { theirs, answered, seen } = await compared<string>((all) =>
    sourceOf({
      willSendRequest() {},
      didEncounterError(error) {
        all.push(error.message);
        throw error;
      },
    }),
  );
  expect(inOrder(answered)).toEqual(inOrder(theirs));
  expect(JSON.stringify(answered.errors)).toContain('503: Service Unavailable');
  expect(sorted(seen.ours)).toEqual(sorted(seen.stock));
});

it.each([
  ['process', { process: async () => ({ data: { latest: { text: 'mine' }, products: [] } }) }],
  ['parseBody', { parseBody: async () => ({ data: { latest: { text: 'mine' }, products: [] } }) }],
  ['sendRequest', { sendRequest: async () => ({ data: { latest: { text: 'mine' }, products: [] } }) }],
  ['respond', { respond: async () => ({ data: { latest: { text: 'mine' }, products: [] } }) }],
])('an overridden %s is used', async (_, methods) => {
  class Mine extends RemoteGraphQLDataSource {}
  Object.assign(Mine.prototype, methods);
  const { theirs, answered } = await compared(() => ({ buildService: ({ url = '' }) => new Mine({ url }) }));
  expect(inOrder(answered)).toEqual(inOrder(theirs));
  expect(JSON.stringify(answered.data)).toContain('mine');
});

it('a fetcher of its own is used, also one that is made as the original is', async () => {
  const { fetcher: original } = new RemoteGraphQLDataSource();
  const made = (original as typeof original & { defaults(options: unknown): typeof original }).defaults({ headers: { 'x-made': '1' } });
  const { theirs, answered } = await compared(() => sourceOf({ fetcher: made }));
  expect(inOrder(answered)).toEqual(inOrder(theirs));
  for (const { headers } of answered.requests) expect(headers['x-made']).toBe('1');
  const own = await compared<string>((all) =>
    sourceOf({
      fetcher(url, init) {
        all.push(String(init?.body));
        return original(url, init);
      },
    }),
  );
  expect(inOrder(own.answered)).toEqual(inOrder(own.theirs));
  expect(sorted(own.seen.ours)).toEqual(sorted(own.seen.stock));
});

it('a data source that was made elsewhere is used as it is', async () => {
  const sources = new Map([pair.products, pair.reviews].map(({ name, url }) => [name, new RemoteGraphQLDataSource({ url })]));
  const { theirs, answered } = await compared(() => ({ buildService: ({ name }) => sources.get(name) ?? new RemoteGraphQLDataSource() }));
  expect(inOrder(answered)).toEqual(inOrder(theirs));
});

it('persisted queries are sent to subgraphs by hash first', async () => {
  const known = new Set<unknown>();
  for (const subgraph of [pair.products, pair.reviews]) {
    subgraph.answerWith((response, { query, extensions }) => {
      const hash = (extensions as { persistedQuery: { sha256Hash: string } }).persistedQuery.sha256Hash; // apq is on
      if (query !== '') known.add(hash);
      if (query !== '') return false;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ errors: [{ message: 'PersistedQueryNotFound' }] }));
      return true;
    });
  }
  const { theirs, answered } = await compared(() => sourceOf({ apq: true }));
  expect(inOrder(answered)).toEqual(inOrder(theirs));
  expect(sorted(sent(answered))).toEqual(sorted(sent(theirs)));
  expect(known.size).toBeGreaterThan(2);
});

it('a subgraph in the same process is asked with the context', async () => {
  const typeDefs = `type Query { latest: Review } type Review { text: String! }
    type Product @key(fields: "upc") { upc: ID! score: Int! reviews(first: Int): [Review!] bad: String weight: Int @external heavy: Boolean @requires(fields: "weight") }`;
  const resolvers = {
    Query: { latest: (_: unknown, __: unknown, { user }: { readonly user: string }) => ({ text: user }) },
    Product: { score: () => 9, bad: () => Promise.reject(new Error('Bad.')) },
  };
  const local = new LocalGraphQLDataSource(schemaOf({ typeDefs, resolvers }));
  const { theirs, answered } = await compared(
    () => ({ buildService: ({ name, url = '' }) => (name === 'reviews' ? local : new RemoteGraphQLDataSource({ url })) }),
    { query: '{ latest { text } products { score bad } }', contextValue: { user: 'ann' } },
  );
  expect(inOrder(answered)).toEqual(inOrder(theirs));
  expect(answered).toMatchObject({ data: { latest: { text: 'ann' }, products: [{ score: 9 }, { score: 9 }] } });
});

it('documents of fetches are shown to data sources when they are wanted', async () => {
  const { seen, theirs, answered } = await compared<unknown>((all) => ({
    queryPlannerConfig: { exposeDocumentNodeInFetchNode: true },
    ...sourceOf({
      willSendRequest(options: GraphQLDataSourceProcessOptions) {
        all.push('document' in options ? options.document?.definitions.map(({ kind }) => kind) : null);
      },
    }),
  }));
  expect(inOrder(answered)).toEqual(inOrder(theirs));
  expect(sorted(seen.ours)).toEqual(sorted(seen.stock));
  expect(seen.ours[0]).toEqual(['OperationDefinition']);
});

it.each([
  ['the shortest lifetime', 'max-age=60', 'max-age=30', {}, 'max-age=30, public'],
  ['private where one is private', 'max-age=60, private', 'max-age="30",public', {}, 'max-age=30, private'],
  ['nothing without a header', 'max-age=60', null, {}, 'no-store'],
  ['nothing for no-store', 'max-age=60', 'no-store', {}, 'no-store'],
  ['nothing for a broken lifetime', 'max-age=60', 'max-age=soon', {}, 'no-store'],
  ['what it likes when told to ignore subgraphs', 'max-age=60', null, { honorSubgraphCacheControlHeader: false }, 'no-store'],
])('the cache policy is %s', async (_, first, second, hooks, expected) => {
  for (const [subgraph, header] of [
    [pair.products, first],
    [pair.reviews, second],
  ] as const) {
    subgraph.answerWith((response) => {
      if (header !== null) response.setHeader('cache-control', header);
      return false;
    });
  }
  for (const more of [{}, { willSendRequest() {} }]) {
    const { theirs, answered } = await compared(() => sourceOf({ ...hooks, ...more }), '{ products { score } }');
    expect(answered.headers).toEqual(theirs.headers);
    expect(answered.headers['cache-control']).toBe(expected);
  }
});

it('a new supergraph is used at once, whoever gives it', async () => {
  const updates: ((sdl: string) => void)[] = [];
  const { stock, ours } = await pair.sides(() => ({
    supergraphSdl: async ({ update }: { update(sdl: string): void }) => {
      updates.push(update);
      return { supergraphSdl: pair.supergraphSdl };
    },
  }));
  expect(await ours.ask('{ must { have } }')).toMatchObject({ data: { must: { have: 'it' } } });
  // Operations of the former one are on their way.
  const running = Array.from({ length: 5 }, (_, index) => ours.ask(`{ must { a${index}: have } }`));
  for (const update of updates) update(pair.supergraphSdl.replace('must: Must', 'should: Must'));
  const later = '{ should { have } }';
  pair.products.answerWith((response) => {
    response.setHeader('content-type', 'application/json').end('{"data":{"should":{"have":"new"},"must":{"have":"old"}}}');
    return true;
  });
  const [theirs, answered] = [await stock.ask(later), await ours.ask(later)];
  expect(shown(answered)).toEqual(shown(theirs));
  expect(answered).toMatchObject({ data: { should: { have: 'new' } } });
  expect(shown(await ours.ask('{ must { have } }'))).toEqual(shown(await stock.ask('{ must { have } }')));
  await Promise.all(running);
});

it('whoever looks at plans gets those of @apollo/gateway', async () => {
  const { theirs, answered, seen } = await compared<unknown>((all) => ({
    experimental_didResolveQueryPlan: ({ queryPlan, serviceMap }) => void all.push([queryPlan, Object.keys(serviceMap)]),
  }));
  expect(inOrder(answered)).toEqual(inOrder(theirs));
  expect(seen.ours).toEqual(seen.stock);
  expect(seen.ours).toHaveLength(1);
  const shownPlan = await compared(() => ({}), { query: page, headers: { 'apollo-query-plan-experimental': '1' } });
  expect(shownPlan.answered.extensions).toEqual(shownPlan.theirs.extensions);
  expect(JSON.stringify(shownPlan.answered.extensions)).toContain('QueryPlan');
});

it('traces are captured, and errors that no trace tells of are counted', async () => {
  const watching = (isTraced: boolean) => (all: unknown[]) => [
    {
      async requestDidStart({
        metrics,
      }: {
        metrics: { captureTraces?: boolean; queryPlanTrace?: { toJSON(): unknown }; nonFtv1ErrorPaths?: unknown };
      }) {
        if (isTraced) metrics.captureTraces = true;
        return {
          async willSendResponse() {
            all.push({ traced: metrics.queryPlanTrace !== undefined, paths: sorted((metrics.nonFtv1ErrorPaths ?? []) as unknown[]) }); // a list
          },
        };
      },
    } as unknown as ApolloServerPlugin, // of the metrics it needs a part
  ];
  for (const isTraced of [true, false]) {
    const { theirs, answered, seen } = await compared<unknown>(() => ({}), '{ products { name bad } }', watching(isTraced));
    expect(inOrder(answered)).toEqual(inOrder(theirs));
    expect(seen.ours).toEqual(seen.stock);
    expect(seen.ours).toMatchObject([{ traced: isTraced }]);
    for (const { headers } of answered.requests) expect(headers['apollo-federation-include-trace']).toBe(isTraced ? 'ftv1' : undefined);
  }
});

it('a gateway that is stopped has ended its planner and closed its connections', async () => {
  const { ours } = await pair.sides();
  await ours.ask(page);
  await ours.stop();
  await expect(ours.gateway.stop()).resolves.toBeUndefined();
});
