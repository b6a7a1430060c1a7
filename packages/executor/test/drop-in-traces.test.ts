// Traces that the drop-in gives the server are those of @apollo/gateway.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { ApolloServerPluginInlineTrace } from '@apollo/server/plugin/inlineTrace';
import { ApolloServerPluginUsageReporting } from '@apollo/server/plugin/usageReporting';
import { Report } from '@apollo/usage-reporting-protobuf';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Asked, type Pair, shown, startPair } from './side-by-side.ts';
import type { Answer, SubgraphServer } from './subgraph-server.ts';

interface Metrics {
  captureTraces?: boolean;
  startHrTime?: [number, number];
  readonly queryPlanTrace?: { toJSON(): unknown };
  readonly nonFtv1ErrorPaths?: readonly unknown[];
}

let pair: Pair;
let sides: Awaited<ReturnType<Pair['sides']>>;
const tracers = new Map<string, ApolloServer>();
beforeAll(async () => {
  pair = await startPair();
  sides = await pair.sides(undefined, [capturing]);
  for (const { name, schema } of [pair.products, pair.reviews]) {
    const plugins = [ApolloServerPluginInlineTrace({ includeErrors: { unmodified: true } })];
    tracers.set(name, new ApolloServer({ schema, plugins, includeStacktraceInErrorResponses: false }));
  }
});
beforeEach(() => {
  for (const subgraph of [pair.products, pair.reviews]) subgraph.answerWith(tracing(subgraph));
});
afterAll(async () => {
  await pair.close();
  await Promise.all([...tracers.values()].map((tracer) => tracer.stop()));
});

/** Answers as a subgraph that traces when it is asked to. */
const tracing =
  ({ name }: SubgraphServer): Answer =>
  async (response, { query, variables, operationName, headers }) => {
    const http = { method: 'POST', headers: new HeaderMap(Object.entries(headers) as [string, string][]), search: '', body: {} }; // each once
    const { body } =
      (await tracers.get(name)?.executeOperation({ query, variables, ...(operationName !== undefined && { operationName }), http })) ?? {};
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body?.kind === 'single' ? body.singleResult : null));
    return true;
  };

const json =
  (text: string, status = 200): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    return true;
  };

interface Told {
  readonly trace: unknown;
  readonly untraced: readonly unknown[];
}

/** Captures every trace, and keeps what the server would report. */
const capturing = {
  async requestDidStart({ metrics }: { metrics: Metrics }) {
    metrics.captureTraces = true;
    metrics.startHrTime = process.hrtime();
    return {
      async willSendResponse() {
        told.push({ trace: withoutTimes(metrics.queryPlanTrace?.toJSON()), untraced: metrics.nonFtv1ErrorPaths ?? [] });
      },
    };
  },
} as unknown as ApolloServerPlugin; // of the metrics it needs a part
const told: Told[] = [];

/** Asks both, and gives what each told the server. */
async function traced(asked: Asked | string, { stock, ours } = sides) {
  const [theirs, answered] = [await stock.ask(asked), await ours.ask(asked)];
  const [ofStock, ofOurs] = told.splice(0);
  return { theirs: ofStock, ours: ofOurs, answered, shown: { theirs: shown(theirs), ours: shown(answered) } };
}

const times = new Set(['startTime', 'endTime', 'durationNs', 'sentTime', 'receivedTime', 'sentTimeOffset']);

/** What happened, apart from when, and where in the text of an operation. */
function withoutTimes(trace: unknown): unknown {
  if (trace === undefined) return null;
  const text = JSON.stringify(trace, (name, value) => (times.has(name) ? 'a time' : name === 'location' ? [] : value));
  return JSON.parse(text.replaceAll(/\\"locations\\":\[.*?\],/g, ''));
}

describe('the trace is the same of operations', () => {
  it.each<[string, Asked | string, string]>([
    ['of one subgraph', '{ products { upc n: name } }', '"responseName":"n"'],
    ['of several, one after the other', '{ products { name reviews(first: 1) { text } score } }', '"parentType":"Review"'],
    ['of several at the same time', '{ must { have } latest { text } }', '"parallel"'],
    ['with requirements', '{ products { heavy } }', '"responseName":"heavy"'],
    ['with nothing at a place', '{ product(upc: "none") { score } }', '"node":{}'],
    [
      'with conditions',
      {
        query:
          'query ($y: Boolean!, $n: Boolean = false) { products { name score @include(if: $y) } latest @include(if: $n) { text } must @skip(if: $n) { have } }',
        variables: { y: true },
      },
      '"condition":"n"',
    ],
    ['with errors', '{ products { name bad } unlucky }', 'No luck.'],
    ['of mutations', 'mutation { a: setPrice(upc: "p1", price: 3) { price score } b: count(amount: 1) c: add(amount: 2) }', '"Mutation"'],
    ['with names that travel as others', '{ constructor: products { toString: name valueOf: bad } }', '"responseName":"valueOf"'],
    ['with fetches that are joined', '{ a: product(upc: "p1") { score } b: product(upc: "p2") { bad } }', 'Bad p2.'],
    ['with fetches of the same in two places', '{ a: product(upc: "p1") { bad } b: product(upc: "p2") { bad } }', 'Bad p2.'],
  ])('%s', async (_, asked, part) => {
    const { theirs, ours, answered, shown } = await traced(asked);
    expect(ours).toEqual(theirs);
    expect(shown.ours).toEqual(shown.theirs);
    expect(JSON.stringify(ours?.trace)).toContain(part);
    expect(JSON.stringify([answered.data, answered.errors, answered.extensions])).not.toContain('ftv1');
    for (const { headers } of answered.requests) expect(headers['apollo-federation-include-trace']).toBe('ftv1');
  });

  it('that fetch nothing: there is none', async () => {
    const { theirs, ours } = await traced('{ __schema { queryType { name } } }');
    expect(ours).toEqual(theirs);
    expect(ours?.trace).toBeNull();
  });
});

describe('the trace is the same when a subgraph', () => {
  it.each<[string, Answer]>([
    ['fails', json('{"errors":[]}', 500)],
    ['answers no JSON', json('<h1>')],
    ['answers what is no object', json('7')],
    ['does not trace', json('{"data":{"_entities":[{"score":1},null]},"errors":[{"message":"Odd.","path":["_entities",1,"score"]}]}')],
    ['traces what is no trace', json('{"data":{"_entities":[{"score":1},{"score":2}]},"extensions":{"ftv1":"bm8gdHJhY2U="}}')],
    ['traces what is no text', json('{"data":{"_entities":[{"score":1},{"score":2}]},"extensions":{"ftv1":7}}')],
    ['gives an empty trace', json('{"data":{"_entities":[{"score":1},{"score":2}]},"extensions":{"ftv1":""}}')],
  ])('%s', async (_, answer) => {
    pair.reviews.answerWith(answer);
    const { theirs, ours } = await traced('{ products { name score } }');
    expect(ours).toEqual(theirs);
    expect(JSON.stringify(ours?.trace)).toContain('"serviceName":"reviews"');
  });
});

it('data sources with hooks ask for traces and show them to their hooks', async () => {
  const shownTo = { stock: [] as unknown[], ours: [] as unknown[] };
  const hooked = await pair.sides(
    (side) => ({
      buildService: ({ url = '' }) =>
        new RemoteGraphQLDataSource({
          url,
          willSendRequest: ({ request }: GraphQLDataSourceProcessOptions) =>
            void shownTo[side].push([...(request.http?.headers ?? [])].filter(([name]) => name.startsWith('apollo'))),
          didReceiveResponse({ response }) {
            shownTo[side].push(typeof response.extensions?.['ftv1']);
            return response;
          },
        }),
    }),
    [capturing],
  );
  const { theirs, ours } = await traced('{ products { name score } }', hooked);
  expect(ours).toEqual(theirs);
  expect(shownTo.ours).toEqual(shownTo.stock);
  expect(shownTo.ours.filter((what) => what === 'string')).toHaveLength(2);
});

it('usage reporting sends the same', async () => {
  const reports: unknown[] = [];
  const both = Promise.withResolvers<void>();
  const collector = createServer(async (incoming, response) => {
    const report = Report.decode(gunzipSync(Buffer.concat(await incoming.toArray())));
    reports.push(withoutTimes(report.toJSON()['tracesPerQuery']));
    response.end();
    if (reports.length === 2) both.resolve();
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo; // it listens on a port
  vi.stubEnv('APOLLO_KEY', 'service:graph:key').stubEnv('APOLLO_GRAPH_REF', 'graph@current');
  try {
    const endpointUrl = `http://127.0.0.1:${port}`;
    const reporting = await pair.sides(undefined, [ApolloServerPluginUsageReporting({ endpointUrl, sendReportsImmediately: true })]);
    const query = 'query Page { a: product(upc: "p1") { name score } b: product(upc: "p2") { bad } }';
    await Promise.all([reporting.stock.ask(query), reporting.ours.ask(query)]);
    await both.promise;
    expect(reports[0]).toEqual(reports[1]);
    expect(JSON.stringify(reports)).toContain('Bad p2.');
  } finally {
    vi.unstubAllEnvs();
    collector.close();
  }
});

describe('unlike @apollo/gateway, on purpose,', () => {
  it('an entity that is asked for once in several places is told of where it was first found', async () => {
    const { ours } = await traced('{ a: product(upc: "p1") { score } b: product(upc: "p1") { score } }');
    const text = JSON.stringify(ours?.trace);
    expect(text.match(/"responseName":"score"/g)).toHaveLength(1);
    expect(text.match(/"serviceName":"reviews","traceParsingFailed":false/g)).toHaveLength(2);
  });

  it('what failed because it was joined is told twice: as it was joined, and alone', async () => {
    const answer = tracing(pair.reviews);
    pair.reviews.answerWith((response, request) =>
      request.query.includes('e0:') ? json('{"errors":[]}', 500)(response, request) : answer(response, request),
    );
    const { ours } = await traced('{ a: product(upc: "p1") { score } b: product(upc: "p2") { weight heavy } }');
    const twice = { sequence: { nodes: [{ fetch: { sentTime: 'a time' } }, { fetch: { receivedTime: 'a time' } }] } };
    expect(JSON.stringify(ours?.trace)).toContain('"node":{"sequence"');
    expect(ours?.trace).toMatchObject({
      sequence: {
        nodes: [
          { fetch: { serviceName: 'products' } },
          { parallel: { nodes: [{ flatten: { node: twice } }, { flatten: { node: twice } }] } },
        ],
      },
    });
  });
});
