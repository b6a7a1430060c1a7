// What travels with a request: its correlation id, and errors without internals.
import { serviceLog, sharedSystem, subgraphNames, until } from '@tributary/test-kit';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';

const system = sharedSystem();
const everySubgraph = `{ product(id: "1") { name availability rating { count } boughtTogether(first: 1) { name } reviews(first: 1) { nodes { author { displayName } } } } }`;

/** A service writes its line after it has answered. */
const untilLogged = (service: string, requestId: string) =>
  until(`a log line of ${service}`, () => serviceLog(system.dataDir, service).some((line) => line['requestId'] === requestId));

describe('the correlation id', () => {
  it('is in the response and in the log line of every service that took part', async () => {
    const requestId = 'a-request-of-this-test';
    const answer = await system.ask(everySubgraph, { headers: { 'x-request-id': requestId } });
    expect(answer.requestId).toBe(requestId);
    for (const service of ['gateway', 'accounts', 'catalog', 'inventory', 'orders', 'reviews']) await untilLogged(service, requestId);
  });

  it('follows a command from orders to its siblings', async () => {
    const token = await system.signIn('alfki@customers.northwind.test');
    const document = 'query ($input: OrderQuoteInput!) { orderQuote(input: $input) { quote { total { amount } } userErrors { code } } }';
    const requestId = 'a-quote-of-this-test';
    const variables = { input: { lines: [{ productId: '3', quantity: 1 }] } };
    const { data } = await system.ask(document, { token, variables, headers: { 'x-request-id': requestId } });
    expect(data).toEqual({ orderQuote: { quote: { total: { amount: '10.50' } }, userErrors: [] } });
    for (const service of ['gateway', 'orders', 'catalog', 'inventory']) await untilLogged(service, requestId);
  });

  it('is made by the gateway when none or an unfit one is given', async () => {
    const answers = await Promise.all([
      system.ask('{ __typename }'),
      system.ask('{ __typename }', { headers: { 'x-request-id': 'x"; drop' } }),
    ]);
    for (const { requestId } of answers) expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('health', () => {
  const listening = (service: string) =>
    String(serviceLog(system.dataDir, service).findLast(({ message }) => message === 'listening')?.['url']);

  it.each(['gateway', ...subgraphNames])('%s answers /livez and /readyz', async (service) => {
    for (const path of ['/livez', '/readyz']) {
      const response = await request(new URL(path, listening(service)));
      expect(response.statusCode).toBe(200);
      await response.body.dump();
    }
  });
});

describe('errors', () => {
  it('of a document name no internals', async () => {
    const { errors, status } = await system.ask('{ produkt(id: "1") { name } }');
    expect(status).toBe(200); // as GraphQL over HTTP has it in application/json
    expect(errors).toEqual([
      {
        message: 'Cannot query field "produkt" on type "Query".',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED', requestId: expect.any(String) },
      },
    ]);
  });

  it('of a token come before the document is read', async () => {
    expect(await system.ask('{ nonsense', { token: 'not.a.token' })).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});
