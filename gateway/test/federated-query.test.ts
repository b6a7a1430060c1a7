// One operation over several subgraphs: what is answered, who is told of it, and which id ties the parts together.
import { describe, expect, it } from 'vitest';
import { requestId, useGateway } from './support.ts';
import { customer } from './support-identity.ts';

const gateway = useGateway();
const ratings = '{ products { id name rating } }';

describe('a federated query', () => {
  it('is answered from all subgraphs that have a part of it', async () => {
    expect(await gateway().ask(ratings)).toEqual({
      status: 200,
      data: {
        products: [
          { id: '1', name: 'Chai', rating: 4.1 },
          { id: '2', name: 'Chang', rating: 4.2 },
        ],
      },
    });
  });

  it('asks each subgraph once, for all entities together', async () => {
    await gateway().ask(ratings);
    const { accounts, catalog, reviews } = gateway().subgraphs;
    expect([accounts, catalog, reviews].map(({ calls }) => calls.length)).toEqual([0, 1, 1]);
    expect(reviews.calls[0]?.operation.variables).toEqual({
      representations: [
        { __typename: 'Product', id: '1' },
        { __typename: 'Product', id: '2' },
      ],
    });
  });

  it('gives a subgraph the variables that its part uses, and no others', async () => {
    const document = 'query ($id: ID!, $unneeded: Boolean!) { product(id: $id) { name rating @include(if: $unneeded) } }';
    const { data } = await gateway().ask(document, { variables: { id: '1', unneeded: false } });
    expect(data).toEqual({ product: { name: 'Chai' } });
    expect(gateway().subgraphs.catalog.calls.map(({ operation }) => operation.variables)).toEqual([{ id: '1' }]);
    expect(gateway().subgraphs.reviews.calls).toEqual([]);
  });

  it('runs mutations', async () => {
    const document = 'mutation ($name: String!) { renameProduct(id: "1", name: $name) { id name rating } }';
    expect(await gateway().ask(document, { variables: { name: 'Chai' } })).toEqual({
      status: 200,
      data: { renameProduct: { id: '1', name: 'Chai', rating: 4.1 } },
    });
    expect(gateway().subgraphs.catalog.calls.map(({ operation }) => operation.variables)).toEqual([{ name: 'Chai' }]);
  });

  it('has no subscriptions yet, and says so', async () => {
    expect(await gateway().ask('subscription { productChanged { id } }')).toEqual({
      status: 200,
      errors: [
        { message: 'Subscriptions are not available on this transport.', extensions: { code: 'SUBSCRIPTIONS_UNAVAILABLE', requestId } },
      ],
    });
  });

  it('does not know what is inaccessible, and suggests nothing', async () => {
    expect(await gateway().ask('{ products { secretCost } }')).toEqual({
      status: 200,
      errors: [
        { message: 'Cannot query field "secretCost" on type "Product".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED', requestId } },
      ],
    });
    const { errors = [] } = await gateway().ask('{ products { nam } }');
    expect(errors.map(({ message }) => message)).toEqual(['Cannot query field "nam" on type "Product".']);
    expect(gateway().subgraphs.catalog.calls).toEqual([]);
  });
});

describe('each call of a subgraph', () => {
  it('is signed for that subgraph, and tells of a stranger, but not where a query comes from', async () => {
    await gateway().ask(ratings, { headers: { 'user-agent': 'a browser' } });
    const context = {
      caller: 'gateway',
      principal: { kind: 'anonymous' },
      requestId,
      nonce: expect.any(String),
      expiresAt: expect.any(Date),
    };
    expect(gateway().subgraphs.catalog.calls.map(({ verified }) => verified)).toEqual([context]);
    expect(gateway().subgraphs.reviews.calls.map(({ verified }) => verified)).toEqual([context]);
  });

  it('tells who signed in, with the scopes that the role holds of those in the token', async () => {
    const token = await gateway().identity.token({ claims: { scope: 'orders:read users:write customers:read nonsense' } });
    expect(await gateway().ask('{ me { name } products { rating } }', { token })).toMatchObject({
      status: 200,
      data: { me: { name: 'Maria Anders' } },
    });
    for (const { calls } of Object.values(gateway().subgraphs))
      expect(calls.map(({ verified }) => verified?.principal)).toEqual([customer]);
  });

  it('never carries the credential, the cookies or other headers of the client', async () => {
    const token = await gateway().identity.token();
    await gateway().ask(ratings, {
      token,
      headers: { cookie: 'a=b', 'x-anything': 'c', 'tributary-context': 'forged', 'tributary-signature': 'forged' },
    });
    for (const { headers, verified } of gateway().subgraphs.catalog.calls) {
      expect(Object.keys(headers).sort()).toEqual([
        'accept',
        'accept-encoding',
        'content-length',
        'content-type',
        'host',
        'tributary-context',
        'tributary-signature',
        'x-deadline-ms',
        'x-request-id',
      ]);
      expect(verified?.principal).toEqual(customer);
      expect(JSON.stringify(headers)).not.toContain(token);
    }
  });

  it('never has the same nonce as another', async () => {
    await gateway().ask(ratings);
    await gateway().ask(ratings);
    const nonces = gateway().subgraphs.catalog.calls.map(({ verified }) => verified?.nonce);
    expect(new Set(nonces).size).toBe(2);
  });
});

describe('the correlation id', () => {
  const body = JSON.stringify({ query: ratings, operationName: null });
  const headers = { 'content-type': 'application/json' };

  it('is that of the client in the response, in every subgraph call and in the log', async () => {
    const response = await gateway().send({ method: 'POST', headers: { ...headers, 'x-request-id': 'order-form-17' }, body });
    expect(response.headers['x-request-id']).toBe('order-form-17');
    for (const { calls } of [gateway().subgraphs.catalog, gateway().subgraphs.reviews]) {
      expect(calls.map((call) => [call.headers['x-request-id'], call.verified?.requestId])).toEqual([['order-form-17', 'order-form-17']]);
    }
    expect(await gateway().logged(({ message }) => message === 'request')).toMatchObject({
      level: 'info',
      requestId: 'order-form-17',
      status: 200,
      operationName: null,
      durationMs: expect.any(Number),
    });
  });

  it.each(['', 'short', 'with space', `${'x'.repeat(65)}`, 'line\u0001feed', '"><script>'])('is a new one instead of %j', async (given) => {
    const response = await gateway().send({
      method: 'POST',
      headers: { ...headers, 'x-request-id': given.replace('\u0001', '%0a') },
      body,
    });
    const id = response.headers['x-request-id'];
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/);
    expect(gateway().subgraphs.catalog.calls.map((call) => call.headers['x-request-id'])).toEqual([id]);
  });

  it('stands in every error, whatever stopped the request', async () => {
    const questions = [
      { query: '{' },
      { query: '{ nothing }' },
      { query: 'query A { products { id } } query B { products { id } }' },
      { query: 'query A { products { id } }', operationName: 'B' },
      { query: 'query ($id: ID!) { product(id: $id) { id } }' },
      { query: 7 },
      {},
      [{ query: ratings }],
    ];
    for (const question of questions) {
      const { text, status } = await gateway().send({
        method: 'POST',
        headers: { ...headers, accept: 'application/graphql-response+json', 'x-request-id': requestId },
        body: JSON.stringify(question),
      });
      const { errors } = JSON.parse(text) as { errors: { extensions: { code: string; requestId: string } }[] };
      expect([status, errors.map(({ extensions }) => extensions.requestId)], JSON.stringify(question)).toEqual([400, [requestId]]);
    }
  });
});

describe('the log', () => {
  it('has one line for a request, with the name of its operation and nothing that was sent', async () => {
    const token = await gateway().identity.token();
    const query = 'query Named($id: ID!) { product(id: $id) { name } }';
    await gateway().ask(query, { token, variables: { id: 'a private value' } });
    await gateway().logged(({ message }) => message === 'request');
    expect(gateway().lines).toEqual([
      {
        time: expect.any(String),
        level: 'info',
        service: 'gateway',
        message: 'request',
        requestId,
        operationName: 'Named',
        status: 200,
        durationMs: expect.any(Number),
      },
    ]);
  });

  it('names the operation of a GET request too', async () => {
    const search = new URLSearchParams({ query: 'query Named { products { name } }' });
    await gateway().send({ path: `/graphql?${search}`, headers: { 'apollo-require-preflight': '1' } });
    expect(await gateway().logged(({ message }) => message === 'request')).toMatchObject({ operationName: 'Named', status: 200 });
  });

  it('names the code of what stopped a request', async () => {
    await gateway().ask('{ nothing }');
    expect(await gateway().logged(({ message }) => message === 'request')).toMatchObject({
      status: 200,
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
  });
});
