// The drop-in answers as @apollo/gateway does, whatever subgraphs answer.
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Pair, type Side, sent, shown, startPair } from './side-by-side.ts';
import type { Answer } from './subgraph-server.ts';

let pair: Pair;
let stock: Side;
let ours: Side;
beforeAll(async () => {
  pair = await startPair();
  ({ stock, ours } = await pair.sides());
});
afterEach(() => {
  pair.products.answerWith(null);
  pair.reviews.answerWith(null);
});
afterAll(() => pair.close());

const reply =
  (text: string | Buffer, headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' }, status = 200): Answer =>
  (response: ServerResponse) => {
    response.writeHead(status, headers).end(text);
    return true;
  };
const json = (value: unknown, status?: number): Answer => reply(JSON.stringify(value), undefined, status);

describe('operations', () => {
  it.each<[string, string, Readonly<Record<string, unknown>>?]>([
    ['of one subgraph', '{ products { upc name price } }'],
    ['of several', '{ products { name reviews { text product { name } } score } latest { text product { price } } }'],
    ['with requirements', '{ products { heavy weight } }'],
    [
      'with variables and defaults',
      'query Q($u: ID!, $d: Int = 3, $f: Int) { product(upc: $u) { price(discount: $d) reviews(first: $f) { text } } }',
      { u: 'p1', f: 1 },
    ],
    ['with variables that are null', 'query ($d: Int) { products { price(discount: $d) } }', { d: null }],
    [
      'with conditions',
      'query ($y: Boolean!, $n: Boolean = false) { products { name @include(if: $n) reviews @include(if: $y) { text } score @skip(if: $n) } }',
      { y: true },
    ],
    [
      'with conditions that leave nothing',
      'query ($n: Boolean!) { latest @include(if: $n) { text } products @skip(if: true) { name } }',
      { n: false },
    ],
    [
      'with fragments',
      '{ products { ...A ... on Product { n: name } } } fragment A on Product { score reviews { ...B } } fragment B on Review { text product { upc __typename } }',
    ],
    ['with type names', '{ __typename t: __typename products { __typename k: __typename reviews { __typename } } }'],
    ['with nothing but a type name', '{ __typename }'],
    [
      'with names that objects inherit',
      '{ __proto__: products { constructor: name toString: score hasOwnProperty: reviews { __proto__: text } } }',
    ],
    [
      'with introspection mixed in',
      'query ($n: String!) { __schema { queryType { name } } products { upc } t: __type(name: $n) { name fields { name } } }',
      { n: 'Product' },
    ],
    [
      'with conditional introspection',
      'query ($y: Boolean!) { __schema @skip(if: $y) { queryType { name } } t: __type(name: "Must") @include(if: $y) { name } }',
      { y: true },
    ],
  ])('%s', async (_, query, variables = {}) => {
    const [theirs, answered] = [await stock.ask({ query, variables }), await ours.ask({ query, variables })];
    expect(shown(answered)).toEqual(shown(theirs));
    expect(JSON.stringify(answered.data)).toBe(JSON.stringify(theirs.data));
  });

  it('are sent as they were planned when nothing is joined', async () => {
    const asked = { query: 'query Page($f: Int = 1) { products { name reviews(first: $f) { text } } }', variables: { f: 2 } };
    expect(sent(await ours.ask(asked))).toEqual([
      { subgraph: 'products', query: expect.any(String), variables: {}, operationName: 'Page__products__0' },
      {
        subgraph: 'reviews',
        query: expect.any(String),
        variables: { f: 2, representations: [expect.anything(), expect.anything()] },
        operationName: 'Page__reviews__1',
      },
    ]);
    const bodies = async (side: Side) => (await side.ask(asked)).requests.map(({ body }) => body);
    expect(await bodies(ours)).toEqual(await bodies(stock));
  });

  it('tell the whole schema alike', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const query = getIntrospectionQuery();
    expect((await ours.ask(query)).data).toEqual((await stock.ask(query)).data);
  });

  it.each([
    ['one of several', { query: 'query A { products { upc } } query B { latest { text } }', operationName: 'B' }],
    ['a missing variable', { query: 'query ($u: ID!) { product(upc: $u) { upc } }' }],
    ['a variable of the wrong type', { query: 'query ($d: Int) { products { price(discount: $d) } }', variables: { d: 'x' } }],
    [
      'several wrong variables',
      { query: 'query ($d: Int, $u: ID!) { products { price(discount: $d) } product(upc: $u) { upc } }', variables: { d: [], u: {} } },
    ],
    ['a syntax error', { query: '{ products { upc }' }],
    ['a subscription', { query: 'subscription { repriced { price } }' }],
    ['a field that is not there', { query: '{ products { nothing } }' }],
  ])('with %s', async (_, asked) => {
    expect(shown(await ours.ask(asked))).toEqual(shown(await stock.ask(asked)));
  });

  it('run mutations one after the other', async () => {
    const query =
      'mutation ($p: Int!) { a: setPrice(upc: "p1", price: $p) { price reviews { text } } b: count(amount: 1) c: add(amount: 2) d: review(upc: "p2", text: "new") { text product { name } } e: add(amount: 3) }';
    const order: string[] = [];
    const watch =
      (name: string): Answer =>
      (_, request) => {
        order.push(`${name} ${request.operationName ?? request.query}`);
        return false;
      };
    pair.products.answerWith(watch('products'));
    pair.reviews.answerWith(watch('reviews'));
    const asked = { query, variables: { p: 7 } };
    const theirs = await stock.ask(asked);
    const theirOrder = order.splice(0);
    const answered = await ours.ask(asked);
    expect(shown(answered)).toEqual(shown(theirs));
    expect(order).toEqual(theirOrder);
    expect(order).toHaveLength(7);
  });
});

describe('a subgraph that answers', () => {
  const entity = { query: '{ products { upc score } }' };
  it.each<[string, Answer]>([
    ['an error page', reply('<h1>Broken</h1>', { 'content-type': 'text/html' }, 500)],
    ['an error in JSON', json({ errors: [{ message: 'no' }] }, 500)],
    ['400 with errors', json({ errors: [{ message: 'no', extensions: { code: 'X' } }] }, 400)],
    ['401', reply('who?', { 'content-type': 'text/plain' }, 401)],
    ['403', json({ message: 'no' }, 403)],
    ['404 with nothing', reply('', {}, 404)],
    ['errors of the whole', json({ data: null, errors: [{ message: 'no' }] })],
    ['errors without a message', json({ data: null, errors: [{}] })],
    ['an empty message', json({ data: null, errors: [{ message: '', extensions: { code: '' } }] })],
    ['errors with a code', json({ data: null, errors: [{ message: 'no', extensions: { code: 'MINE', more: [1] } }] })],
    ['errors with locations', json({ data: null, errors: [{ message: 'no', locations: [{ line: 1, column: 1 }] }] })],
    ['null for its errors', json({ data: { _entities: [{ score: 1 }, { score: 2 }] }, errors: null })],
    ['null for entities', json({ data: { _entities: [{ score: 1 }, null] }, errors: [{ message: 'no', path: ['_entities', 1] }] })],
    ['null where none may be', json({ data: { _entities: [{ score: 1 }, { score: null }] } })],
    [
      'null where none may be, with an error',
      json({ data: { _entities: [{ score: 1 }, { score: null }] }, errors: [{ message: 'no', path: ['_entities', 1, 'score'] }] }),
    ],
    ['nothing for a field', json({ data: { _entities: [{ score: 1 }, {}] } })],
    ['a value of the wrong type', json({ data: { _entities: [{ score: 'x' }, { score: 1.5 }] } })],
    ['too few entities', json({ data: { _entities: [{ score: 1 }] } })],
    ['no entities', json({ data: {} })],
    ['an object for its entities', json({ data: { _entities: {} } })],
    [
      'fields that nobody asked for',
      json({
        data: {
          _entities: [
            { score: 1, more: 2 },
            { score: 2, ['__proto__']: 1 },
          ],
        },
      }),
    ],
    [
      'the type names of others',
      json({
        data: {
          _entities: [
            { __typename: 'Review', score: 1 },
            { __typename: 'Product', score: 2 },
          ],
        },
      }),
    ],
    ['text that is no JSON but says so', reply('text', { 'content-type': 'text/plain' })],
    ['JSON of another type', reply('{"data":{}}', { 'content-type': 'text/json' })],
    ['without a type', reply('{"data":{}}', {})],
    [
      'GraphQL media type',
      reply('{"data":{"_entities":[{"score":1},{"score":2}]}}', { 'content-type': 'application/graphql-response+json' }),
    ],
    [
      'with gzip',
      reply(gzipSync('{"data":{"_entities":[{"score":1},{"score":2}]}}'), {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      }),
    ],
    [
      'with brotli',
      reply(brotliCompressSync('{"data":{"_entities":[{"score":1},{"score":2}]}}'), {
        'content-type': 'application/json',
        'content-encoding': 'br',
      }),
    ],
    [
      'with deflate',
      reply(deflateSync('{"data":{"_entities":[{"score":1},{"score":2}]}}'), {
        'content-type': 'application/json',
        'content-encoding': 'deflate',
      }),
    ],
  ])('%s', async (_, answer) => {
    pair.reviews.answerWith(answer);
    expect(shown(await ours.ask(entity))).toEqual(shown(await stock.ask(entity)));
  });

  it('errors with paths into its entities tells them where they are in the response', async () => {
    const asked = { query: '{ products { name reviews(first: 1) { text product { bad } } bad } }' };
    const [theirs, answered] = [await stock.ask(asked), await ours.ask(asked)];
    expect(answered.data).toEqual(theirs.data);
    const byPath = ({ path }: { readonly path: readonly unknown[] }, other: { readonly path: readonly unknown[] }) =>
      path.join() < other.path.join() ? -1 : 1;
    const errors = [theirs.errors, answered.errors].map((all) => (all as { path: readonly unknown[] }[]).toSorted(byPath)); // formatted errors
    expect(errors[1]).toEqual(errors[0]);
    expect(errors[1]).toHaveLength(4);
  });

  it('an error of a root field says which', async () => {
    expect(shown(await ours.ask('{ unlucky must { have } }'))).toEqual(shown(await stock.ask('{ unlucky must { have } }')));
  });

  it('null in a non-null field tells of it beside the data', async () => {
    pair.products.answerWith(json({ data: { must: { have: null }, products: [{ __typename: 'Product', upc: 'p1', name: 7 }] } }));
    const asked = '{ must { have } products { name } }';
    const answered = await ours.ask(asked);
    expect(shown(answered)).toEqual(shown(await stock.ask(asked)));
    expect(answered).toMatchObject({ errors: undefined, extensions: { valueCompletion: [{}, {}] } });
  });

  it('a redirect is asked where it leads', async () => {
    pair.reviews.answerWith((response, { path }) => {
      const isFirst = path === '/graphql';
      if (isFirst) response.writeHead(307, { location: '/moved' }).end();
      return isFirst;
    });
    const [theirs, answered] = [await stock.ask(entity), await ours.ask(entity)];
    expect(shown(answered)).toEqual(shown(theirs));
    expect(answered).toMatchObject({ data: { products: [{ score: 5 }, { score: 5 }] } });
  });
});

describe('unlike @apollo/gateway, on purpose,', () => {
  it.each([
    [
      'an unknown name',
      { query: 'query A { products { upc } } query B { latest { text } }', operationName: 'C' },
      'Unknown operation named "C".',
    ],
    [
      'no name where there are several',
      { query: 'query A { products { upc } } query B { latest { text } }' },
      'Must provide operation name',
    ],
    ['an empty name', { query: '{ latest { text } }', operationName: '' }, 'Unknown operation named "".'],
  ])('%s is the fault of the client', async (_, asked, message) => {
    expect(await stock.ask(asked)).toMatchObject({ status: 500 });
    const answered = await ours.ask(asked);
    expect(answered).toMatchObject({ status: 400, errors: [{ message: expect.stringContaining(message) }] });
    expect(answered).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] });
  });

  it('an error of no entity in particular has no path', async () => {
    pair.reviews.answerWith(json({ data: null, errors: [{ message: 'no', path: ['_entities'] }] }));
    expect(await stock.ask('{ products { score } }')).toMatchObject({ errors: [{ path: ['products', '@', '_entities'] }] });
    expect((await ours.ask('{ products { score } }')).errors).toEqual([
      { message: 'no', extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'reviews' } },
    ]);
  });

  it('errors have the paths of the entities that they are of, also when some were not asked for', async () => {
    const bad = { message: 'no', path: ['_entities', 0, 'score'] };
    pair.products.answerWith(
      json({ data: { products: [{ __typename: 'Product', upc: null }, { __typename: 'Product' }, { __typename: 'Product', upc: 'p2' }] } }),
    );
    pair.reviews.answerWith(json({ data: { _entities: [null, { score: 2 }] }, errors: [bad] }));
    const asked = '{ products { name score } }';
    expect(await ours.ask(asked)).toMatchObject({ errors: [{ path: ['products', 0, 'score'] }] });
    pair.reviews.answerWith(json({ data: { _entities: [null, null] }, errors: [{ ...bad, path: ['_entities', 1, 'score'] }] }));
    expect(await stock.ask(asked)).toMatchObject({ errors: [{ path: ['products', 1, 'score'] }] });
    expect(await ours.ask(asked)).toMatchObject({ errors: [{ path: ['products', 2, 'score'] }] });
  });

  it('a subgraph that gives a field of another to whom it was not asked for is not heard', async () => {
    pair.reviews.answerWith(json({ data: { _entities: [{ score: 1, upc: 'other' }, { score: 2 }] } }));
    expect(await stock.ask('{ products { upc score } }')).toMatchObject({ data: { products: [{ upc: 'other' }, {}] } });
    expect(await ours.ask('{ products { upc score } }')).toMatchObject({ data: { products: [{ upc: 'p1' }, {}] } });
  });

  it('an answer with neither data nor errors is an error', async () => {
    pair.reviews.answerWith(json({}));
    expect(await stock.ask('{ latest { text } }')).toMatchObject({ data: { latest: null }, errors: undefined });
    expect(await ours.ask('{ latest { text } }')).toMatchObject({ data: { latest: null }, errors: [{}] });
  });

  it('a value of the wrong shape costs its field, not the answer', async () => {
    pair.products.answerWith(json({ data: { product: { upc: 'p1', name: 'a' }, must: 'text' } }));
    const asked = '{ product(upc: "p1") { name } must { have } }';
    expect(await stock.ask(asked)).toMatchObject({ data: undefined, errors: [{}] });
    expect(await ours.ask(asked)).toMatchObject({ data: { product: { name: 'a' }, must: null }, extensions: { valueCompletion: [{}] } });
  });

  it('half an answer and no answer at all say so in other words, without the address', async () => {
    pair.reviews.answerWith(reply('{"data":'));
    const [theirs, answered] = [await stock.ask('{ latest { text } }'), await ours.ask('{ latest { text } }')];
    expect(JSON.stringify(theirs.errors)).toContain(pair.reviews.url);
    expect(answered.data).toEqual(theirs.data);
    expect(JSON.stringify(answered.errors)).not.toContain(pair.reviews.url);
    pair.reviews.answerWith((response) => {
      response.destroy();
      return true;
    });
    expect(await ours.ask('{ latest { text } }')).toMatchObject({ data: { latest: null }, errors: [{ message: 'other side closed' }] });
  });
});
