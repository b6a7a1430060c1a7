// A subgraph that fails in any way costs its own fields and nothing else, and tells nobody where and what it is.
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { requestId, startTestGateway, useGateway } from './support.ts';
import { type Reply, sendAnswer } from './support-subgraphs.ts';

// Shorter than the default, so that a slow subgraph does not make the tests slow.
const gateway = useGateway({ SUBGRAPH_TIMEOUT_MS: '300' });
const ratings = '{ products { id name rating } }';
const withoutRatings = {
  products: [
    { id: '1', name: 'Chai', rating: null },
    { id: '2', name: 'Chang', rating: null },
  ],
};
const silent = {
  message: 'A part of the system did not answer.',
  path: ['products', 0, 'rating'],
  extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', requestId },
};
const masked = { message: 'A part of the system did not answer.', extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', requestId } };

const html: Reply = (response) =>
  response.writeHead(502, { 'content-type': 'text/html' }).end('<html><h1>Bad gateway at reviews-7.internal</h1></html>');
const json =
  (body: unknown, status = 200): Reply =>
  (response) =>
    sendAnswer(response, body, status);
const dripping = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};
const huge = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":{"_entities":["');
  const chunk = 'x'.repeat(1024 * 1024);
  const more = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more).on('error', () => undefined);
  more();
};

/** Without an answer in GraphQL. */
const unanswered: Readonly<Record<string, Reply>> = {
  'cuts the connection': (response) => void response.destroy(),
  'cuts the connection in the middle of its answer': (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"data":', () => response.destroy());
  },
  'never answers': () => undefined,
  'begins and never ends its answer': dripping,
  'answers without end': huge,
  'answers with a page of HTML': html,
  'answers with a page of HTML and status 200': (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in at reviews-7.internal</html>'),
  'answers nothing': (response) => response.writeHead(200).end(),
  'answers 204': (response) => response.writeHead(204).end(),
  'answers null': json(null),
  'answers a list': json([{ data: { _entities: [] } }]),
  'answers neither data nor errors': json({ status: 'ok at reviews-7.internal' }),
  'answers no data and does not say why': json({ data: null }),
  'answers no data and an empty list of errors': json({ errors: [] }),
  'answers data that is a text': json({ data: 'reviews-7.internal' }),
  'answers data that is a list': json({ data: [] }),
  'answers errors that are no list': json({ data: null, errors: 'reviews-7.internal' }),
  'answers errors that are no errors': json({ data: null, errors: [null, 'reviews-7.internal'] }),
  'redirects with data': json({ data: { _entities: [{ rating: 5 }, { rating: 5 }] } }, 301),
};

describe('a subgraph that', () => {
  it.each(Object.entries(unanswered))('%s costs its own fields', async (_what, reply) => {
    gateway().subgraphs.reviews.reply(reply);
    expect(await gateway().ask(ratings)).toEqual({ status: 200, data: withoutRatings, errors: [silent] });
  });

  it('is not there costs its own fields', async () => {
    const alone = await startTestGateway({ REVIEWS_URL: 'http://127.0.0.1:1/graphql' });
    expect(await alone.ask(ratings)).toEqual({ status: 200, data: withoutRatings, errors: [silent] });
    expect(await alone.logged(({ level }) => level === 'error')).toMatchObject({
      subgraph: 'reviews',
      error: { code: 'DOWNSTREAM_SERVICE_ERROR', cause: { message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ECONNREFUSED' } },
    });
    await alone.stop();
  });

  it('redirects is not followed', async () => {
    const { accounts, catalog, reviews } = gateway().subgraphs;
    for (const status of [301, 302, 303, 307, 308]) {
      reviews.reply((response) => response.writeHead(status, { location: accounts.url }).end());
      expect(await gateway().ask(ratings)).toEqual({ status: 200, data: withoutRatings, errors: [silent] });
    }
    expect([accounts.calls.length, catalog.calls.length, reviews.calls.length]).toEqual([0, 5, 5]);
  });

  it('answers entities that nobody asked for costs its own fields', async () => {
    for (const entities of [
      [],
      [{ rating: 1 }],
      [{ rating: 1 }, { rating: 2 }, { rating: 3 }],
      { 0: { rating: 1 }, length: 2 },
      'two',
      null,
    ]) {
      gateway().subgraphs.reviews.reply(json({ data: { _entities: entities } }));
      const answer = await gateway().ask(ratings);
      expect(answer, JSON.stringify(entities)).toMatchObject({
        status: 200,
        data: withoutRatings,
        errors: [{ extensions: { requestId } }],
      });
      expect(answer.errors).toHaveLength(1);
    }
  });

  it('is alone in the operation leaves a null and an error', async () => {
    gateway().subgraphs.catalog.reply(html);
    expect(await gateway().ask('{ products { name rating } }')).toEqual({
      status: 200,
      data: { products: null },
      errors: [{ ...silent, message: 'A part of the system did not answer.', path: ['products'] }],
    });
    expect(gateway().subgraphs.reviews.calls).toEqual([]);
  });

  it('is needed in several places leaves an error at each', async () => {
    gateway().subgraphs.reviews.reply(html);
    const [one, two] = ['1', '2'].map((id) => ({ __typename: 'Product', id }));
    gateway().subgraphs.catalog.reply(json({ data: { a: one, b: [one, two] } }));
    const document =
      'query { a: product(id: "1") { ...Rated } b: products { ...Rated } latestReview { text } } fragment Rated on Product { r: rating }';
    const { data, errors } = await gateway().ask(document);
    expect(data).toEqual({ a: { r: null }, b: [{ r: null }, { r: null }], latestReview: null });
    expect(errors).toHaveLength(3);
    for (const path of [['a', 'r'], ['b', 0, 'r'], ['latestReview']]) expect(errors).toContainEqual({ ...silent, path });
  });

  it('has a field that may not be null costs what it stands in', async () => {
    gateway().subgraphs.catalog.reply(html);
    expect(await gateway().ask('{ latestReview { text product { id name } } }')).toEqual({
      status: 200,
      data: { latestReview: { text: 'Good', product: null } },
      errors: [{ ...silent, message: 'A part of the system did not answer.', path: ['latestReview', 'product'] }],
    });
  });

  it('is well again serves again, at once', async () => {
    gateway().subgraphs.reviews.reply((response) => void response.destroy());
    await gateway().ask(ratings);
    gateway().subgraphs.reviews.reset();
    expect(await gateway().ask(ratings)).not.toHaveProperty('errors');
  });
});

describe('an error of a subgraph', () => {
  const leaky = (code?: string) => ({
    message: 'connect ECONNREFUSED 10.0.0.7:5432',
    path: ['_entities', 1, 'rating'],
    extensions: {
      ...(code !== undefined && { code }),
      exception: { stacktrace: ['Error: at /srv/reviews/main.js:7'] },
      debug: 'SELECT * FROM secrets',
    },
  });
  const data = {
    _entities: [
      { __typename: 'Product', rating: 4.1 },
      { __typename: 'Product', rating: null },
    ],
  };
  const oneRating = {
    products: [withoutRatings.products[0], withoutRatings.products[1]].map((product, index) => ({
      ...product,
      rating: index === 0 ? 4.1 : null,
    })),
  };

  it.each([undefined, 'ECONNREFUSED', 'P2002', '__proto__', 'toString'])(
    'without a code that is ours (%s) is masked, with its path',
    async (code) => {
      gateway().subgraphs.reviews.reply(json({ data, errors: [leaky(code)] }));
      expect(await gateway().ask(ratings)).toEqual({
        status: 200,
        data: oneRating,
        errors: [{ ...masked, path: ['products', 1, 'rating'] }],
      });
    },
  );

  it('that is internal is masked', async () => {
    gateway().subgraphs.reviews.reply(json({ data, errors: [leaky('INTERNAL_SERVER_ERROR')] }));
    expect(await gateway().ask(ratings)).toEqual({
      status: 200,
      data: oneRating,
      errors: [
        {
          message: 'Something went wrong on our side.',
          path: ['products', 1, 'rating'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
        },
      ],
    });
  });

  it('with a code of ours keeps code, message and path, and loses the rest', async () => {
    const error = { ...leaky('FORBIDDEN'), message: 'You lack a permission that this needs.' };
    gateway().subgraphs.reviews.reply(json({ data, errors: [error] }));
    expect(await gateway().ask(ratings)).toEqual({
      status: 200,
      data: oneRating,
      errors: [{ message: error.message, path: ['products', 1, 'rating'], extensions: { code: 'FORBIDDEN', requestId } }],
    });
  });

  it('does not set the status of the response', async () => {
    const error = {
      message: 'No.',
      path: ['_entities', 1, 'rating'],
      extensions: { code: 'FORBIDDEN', http: { status: 418, headers: { 'set-cookie': 'a=b' } } },
    };
    gateway().subgraphs.reviews.reply(json({ data, errors: [error] }, 500));
    expect(await gateway().ask(ratings)).toEqual({
      status: 200,
      data: oneRating,
      errors: [{ message: 'No.', path: ['products', 1, 'rating'], extensions: { code: 'FORBIDDEN', requestId } }],
    });
  });

  it('about the document is no fault of the client', async () => {
    for (const code of [
      'GRAPHQL_VALIDATION_FAILED',
      'GRAPHQL_PARSE_FAILED',
      'BAD_REQUEST',
      'OPERATION_RESOLUTION_FAILURE',
      'PAYLOAD_TOO_LARGE',
      'PERSISTED_QUERY_NOT_FOUND',
    ]) {
      const error = { message: 'Cannot query field "rating" on type "Product" at reviews-7.internal.', extensions: { code } };
      gateway().subgraphs.reviews.reply(json({ errors: [error] }, 400));
      expect(await gateway().ask(ratings), code).toEqual({
        status: 200,
        data: withoutRatings,
        errors: [{ ...masked, path: silent.path }],
      });
    }
  });

  it('about our own signature is no fault of the client', async () => {
    const error = { message: 'The request is not signed by a service that may call this one.', extensions: { code: 'UNAUTHENTICATED' } };
    gateway().subgraphs.reviews.reply(json({ errors: [error] }, 401));
    expect(await gateway().ask(ratings)).toEqual({ status: 200, data: withoutRatings, errors: [silent] });
  });
});

describe('a value that the schema does not allow', () => {
  it('is null with an error at its path', async () => {
    gateway().subgraphs.catalog.reply(json({ data: { product: { __typename: 'Product', id: '1', name: null } } }));
    expect(await gateway().ask('{ product(id: "1") { name } }')).toEqual({
      status: 200,
      data: { product: null },
      errors: [{ ...masked, path: ['product', 'name'] }],
    });
  });

  it('of another type is null with an error', async () => {
    gateway().subgraphs.reviews.reply(
      json({
        data: {
          _entities: [
            { __typename: 'Product', rating: 'very good at reviews-7.internal' },
            { __typename: 'Product', rating: 1 },
          ],
        },
      }),
    );
    const answer = await gateway().ask(ratings);
    expect(answer).toMatchObject({
      data: { products: [{ rating: null }, { rating: 1 }] },
      errors: [{ ...masked, path: ['products', 0, 'rating'] }],
    });
    expect(JSON.stringify(answer)).not.toContain('internal');
  });

  it('never reaches prototypes', async () => {
    gateway().subgraphs.catalog.reply((response) =>
      response
        .writeHead(200)
        .end(
          '{"data":{"product":{"__typename":"Product","id":"1","name":"Chai","__proto__":{"polluted":true}},"__proto__":{"polluted":true}}}',
        ),
    );
    expect(await gateway().ask('{ product(id: "1") { name } }')).toEqual({ status: 200, data: { product: { name: 'Chai' } } });
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('what the client is not told', () => {
  it('stands in the log, with the correlation id', async () => {
    gateway().subgraphs.reviews.reply((response) => void response.destroy());
    await gateway().ask(ratings);
    const line = await gateway().logged(({ level }) => level === 'error');
    expect(line).toMatchObject({
      message: 'a subgraph did not answer',
      subgraph: 'reviews',
      requestId,
      error: { name: 'AppError', code: 'DOWNSTREAM_SERVICE_ERROR', stack: expect.any(String), cause: { message: 'other side closed' } },
    });
    expect(await gateway().logged(({ message }) => message === 'request')).toMatchObject({
      requestId,
      status: 200,
      code: 'DOWNSTREAM_SERVICE_ERROR',
    });
  });

  it('stands in the log when a subgraph has answered it', async () => {
    gateway().subgraphs.reviews.reply(json({ data: null, errors: [{ message: 'connect ECONNREFUSED 10.0.0.7:5432' }] }));
    await gateway().ask(ratings);
    expect(await gateway().logged(({ level }) => level === 'error')).toMatchObject({
      message: 'a subgraph answered an error',
      subgraph: 'reviews',
      requestId,
      error: { message: 'connect ECONNREFUSED 10.0.0.7:5432' },
    });
  });
});
