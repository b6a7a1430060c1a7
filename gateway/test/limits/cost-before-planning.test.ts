// What costs too much is refused before anybody plans it, request by request: the pipeline over the real engine, whose plans are counted.
import { anonymous } from '@tributary/auth-kit';
import { loadSupergraph, type Supergraph } from '@tributary/executor';
import { createLogger } from '@tributary/logging';
import { composeSubgraphs } from '@tributary/schema-check';
import { createCostCompiler } from '@tributary/static-cost';
import { beforeEach, expect, it } from 'vitest';
import { createToErrorResponse } from '../../src/errors.ts';
import { createCostLimit } from '../../src/limits/cost/cost-limit.ts';
import { createEngine } from '../../src/operations/engine.ts';
import { createPipeline, type GraphQLParameters } from '../../src/pipeline.ts';
import { link } from '../support-alone.ts';

const sdl = `${link('"@listSize"')}
  type Query { items(first: Int): [Item!] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }
  type Item { id: ID! items(first: Int): [Item!] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }`;
const composition = composeSubgraphs([{ name: 'shop', url: 'http://shop', sdl, file: 'shop' }]);
if (composition.kind === 'failed') throw new Error('The schema does not compose.');
const loaded = await loadSupergraph({ supergraphSdl: composition.supergraph, mode: 'text', planIn: 'thread' });

const planned: string[] = [];
let compiled = 0;
let ask: (query: string, variables?: GraphQLParameters['variables']) => Promise<string | null>;

beforeEach(() => {
  planned.length = 0;
  compiled = 0;
  const supergraph: Supergraph = {
    ...loaded,
    plan(operation, ...asker) {
      if (!('plan' in operation)) planned.push(operation.given.text);
      return loaded.plan(operation, ...asker);
    },
  };
  const logger = createLogger({ service: 'gateway', write: () => undefined });
  const compilerOf = createCostCompiler(10);
  const engine = createEngine({
    supergraph: () => supergraph,
    sender: () => () => async () => '{"data":{"items":[]}}',
    introspection: true,
    authorization: null,
    judgeVariables: () => null,
    costs: (of) => {
      const compile = compilerOf(of);
      return (text, name) => {
        compiled += 1;
        return compile(text, name);
      };
    },
    sharing: false,
    logger,
  });
  const run = createPipeline({
    read: (request) => request.read(),
    authenticate: async () => ({ principal: anonymous, requestsPerMinute: null }),
    limitRequests: () => [],
    limitWork: () => [],
    loadDocument: ({ query }) => ({ text: query ?? '', newHash: null }),
    keepDocument: () => undefined,
    engine,
    costLimit: createCostLimit({ maximum: 100, isTold: false }),
    assertFresh: () => undefined,
    recordUsage: () => undefined,
    toErrorResponse: createToErrorResponse(logger),
  });
  ask = async (query, variables = null) =>
    (
      await run({
        requestId: 'a-request',
        credentials: { authorization: null, apiKey: null, session: null },
        client: { agent: null, address: null },
        clientName: null,
        clientVersion: null,
        forwarded: [],
        deadline: Number.POSITIVE_INFINITY,
        asksForCost: false,
        read: async () => '',
        parse: () => ({ query, documentId: null, operationName: null, variables, extensions: null }),
        runnable: () => 'query',
      })
    ).code;
});

it('a document that costs too much by itself is never planned, however often it comes', async () => {
  const text = '{ items(first: 50) { items(first: 50) { id } } }';
  expect(await Promise.all([ask(text), ask(text)])).toEqual(['OPERATION_TOO_COSTLY', 'OPERATION_TOO_COSTLY']);
  expect(await ask(text)).toBe('OPERATION_TOO_COSTLY');
  expect([planned, compiled]).toEqual([[], 1]);
});

it('a document whose variables decide is judged for each request, and planned for the first that passes', async () => {
  const text = 'query ($n: Int) { items(first: $n) { id } }';
  expect(await ask(text, { n: 101 })).toBe('OPERATION_TOO_COSTLY');
  expect(planned).toEqual([]);
  expect(await Promise.all([ask(text, { n: 102 }), ask(text, { n: 100 })])).toEqual(['OPERATION_TOO_COSTLY', null]);
  expect(planned).toEqual([text]);
  expect([await ask(text, { n: 101 }), await ask(text, { n: 1 })]).toEqual(['OPERATION_TOO_COSTLY', null]);
  expect([planned, compiled]).toEqual([[text], 1]);
});

it('variables that are not good are a fault before anything is planned', async () => {
  expect(await ask('query ($m: Int!) { items(first: $m) { id } }')).toBe('BAD_USER_INPUT');
  expect(await ask('{ items(first: 1) { nothing } }')).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(planned).toEqual([]);
});
