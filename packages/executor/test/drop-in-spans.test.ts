// The drop-in's spans are those of @apollo/gateway.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import type { Context, ContextManager } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Pair, type Side, startPair } from './side-by-side.ts';

// The one that @apollo/gateway has loaded.
const { context, ROOT_CONTEXT, trace }: typeof import('@opentelemetry/api') = createRequire(import.meta.url)('@opentelemetry/api');
const exporter = new InMemorySpanExporter();
const storage = new AsyncLocalStorage<Context>();

const manager: ContextManager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, work, thisArg, ...rest) => storage.run(active, () => work.call(thisArg as ThisParameterType<typeof work>, ...rest)),
  bind: (_active, target) => target,
  enable: () => manager,
  disable: () => manager,
};

beforeAll(() => {
  context.setGlobalContextManager(manager);
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
});
afterAll(() => {
  trace.disable();
  context.disable();
});

let pair: Pair;
beforeEach(async () => {
  pair = await startPair();
});
afterEach(() => pair.close());

interface Told {
  readonly name: string;
  readonly attributes: ReadableSpan['attributes'];
  readonly status: number;
  readonly events: readonly unknown[];
  readonly children: readonly Told[];
}

/** As a tree; children of one parent in the order of their names. */
function treeOf(spans: readonly ReadableSpan[], parent: string | undefined = undefined): readonly Told[] {
  return spans
    .filter(({ parentSpanId }) => parentSpanId === parent)
    .map((span) => ({
      name: span.name,
      attributes: span.attributes,
      status: span.status.code,
      events: span.events.map(({ attributes }) => attributes?.['exception.message']),
      children: treeOf(spans, span.spanContext().spanId),
    }))
    .toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

async function spansOf(side: Side, asked: Parameters<Side['ask']>[0]): Promise<readonly Told[]> {
  exporter.reset();
  await side.ask(asked);
  return treeOf(exporter.getFinishedSpans());
}

it.each<[string, Parameters<Side['ask']>[0], (readonly string[])?]>([
  ['a query of several subgraphs', { query: 'query Page { products { name score } }' }],
  ['a mutation', 'mutation { add(amount: 1) }'],
  ['errors of subgraphs', '{ products { bad } unlucky }'],
  ['variables of the wrong type', { query: 'query Q($d: Int) { products { price(discount: $d) } }', variables: { d: 'x' } }],
])('tell of %s alike', async (_, asked) => {
  const telemetry = { includeDocument: true, recordExceptions: true };
  const { stock, ours } = await pair.sides(() => ({ telemetry }));
  // Planned already, unless it is refused.
  await stock.ask(asked);
  await ours.ask(asked);
  const theirs = await spansOf(stock, asked);
  expect(await spansOf(ours, asked)).toEqual(theirs);
  expect(theirs).toMatchObject([{ name: 'gateway.request' }]);
});

it('tell of planning, of failing fetches and of values that do not fit', async () => {
  const { stock, ours } = await pair.sides(() => ({ telemetry: { recordExceptions: 1 } }));
  expect(await spansOf(ours, 'query P { latest { text } }')).toEqual(await spansOf(stock, 'query P { latest { text } }'));
  pair.reviews.answerWith((response) => {
    response.writeHead(500).end();
    return true;
  });
  expect(await spansOf(ours, 'query P { latest { text } }')).toEqual(await spansOf(stock, 'query P { latest { text } }'));
  pair.products.answerWith((response) => {
    response.setHeader('content-type', 'application/json').end('{"data":{"must":{"have":null}}}');
    return true;
  });
  const spans = await spansOf(ours, '{ must { have } }');
  expect(spans).toEqual(await spansOf(stock, '{ must { have } }'));
  expect(JSON.stringify(spans)).toContain('Cannot return null');
});
