// What operations cost, through a gateway that stands alone: judged by its variables before any subgraph is asked, and told to developers.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AloneGateway, composed, type ForeignSubgraph, link, startAlone, startForeign } from '../support-alone.ts';

const sdl = `${link('"@cost", "@listSize"')}
  type Query {
    items(first: Int): [Item!] @listSize(slicingArguments: ["first"], assumedSize: 5, requireOneSlicingArgument: false)
    strict(first: Int): [Item!] @listSize(slicingArguments: ["first"])
    unsized: [Item!]
  }
  type Item { id: ID! } type Mutation { add: Item }`;

let shop: ForeignSubgraph;
let gateway: AloneGateway;
let production: AloneGateway;

beforeAll(async () => {
  const items = () => [{ id: '1' }];
  shop = await startForeign('shop', sdl, { Query: { items, strict: items, unsized: items }, Mutation: { add: () => ({ id: '2' }) } });
  const limits = { cost: { maximum: 20, defaultListSize: 7 } };
  gateway = await startAlone(composed([shop]), { limits });
  production = await startAlone(composed([shop]), { limits, production: true });
});
beforeEach(() => shop.reset());
afterAll(async () => {
  await gateway.stop();
  await production.stop();
  await shop.stop();
});

const page = 'query ($n: Int) { items(first: $n) { id } }';
const told = { 'tributary-cost': '1' };
const cost = (estimated: number) => ({ cost: { estimated, maximum: 20 } });

describe('an operation', () => {
  it('is executed as long as its page is within the limit, and refused without asking a subgraph when it is not', async () => {
    expect(await gateway.ask(page, {}, { n: 20 })).toEqual({ status: 200, data: { items: [{ id: '1' }] } });
    shop.reset();
    expect(await gateway.ask(page, {}, { n: 21 })).toMatchObject({
      status: 400,
      errors: [
        {
          message: 'The operation costs too much: 21 estimated, at most 20 allowed.',
          extensions: { code: 'OPERATION_TOO_COSTLY', ...cost(21) },
        },
      ],
    });
    expect(shop.requests).toEqual([]);
  });

  it('without the page size that its schema requires is a fault of its input', async () => {
    expect(await gateway.ask('{ strict { id } }')).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(shop.requests).toEqual([]);
  });
});

describe('whoever sends tributary-cost', () => {
  it.each([
    ['{ items { id } }', 5],
    ['{ unsized { id } }', 7],
    ['mutation { add { id } }', 11],
    ['{ __typename }', 0],
  ])('is told what %s costs', async (operation, estimated) => {
    expect(await gateway.ask(operation, told)).toMatchObject({ status: 200, extensions: cost(estimated) });
  });

  it('is told beside errors too, and nothing in production', async () => {
    shop.reply((response) => response.writeHead(500).end());
    expect(await gateway.ask(page, told)).toMatchObject({ data: { items: null }, errors: [{}], extensions: cost(5) });
    shop.reply(null);
    expect(await production.ask(page, told)).toEqual({ status: 200, data: { items: [{ id: '1' }] } });
    expect(await production.ask(page, told, { n: 50 })).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_TOO_COSTLY' } }] });
  });
});
