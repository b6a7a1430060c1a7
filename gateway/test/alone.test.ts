// The gateway alone, before subgraphs that know nothing of it: what it serves, what it sends them, and who callers are.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AloneGateway, composed, type ForeignSubgraph, link, listening, startAlone, startForeign } from './support-alone.ts';
import { createIdentity } from './support-identity.ts';

let books: ForeignSubgraph;
let authors: ForeignSubgraph;
let gateway: AloneGateway;

beforeAll(async () => {
  books = await startForeign(
    'books',
    `${link('"@key"')} type Query { books: [Book!]! header(name: String!): String } type Mutation { touch: Int! } type Book { title: String! author: Author } type Author @key(fields: "id") { id: ID! }`,
    {
      Query: {
        books: () => [{ title: 'Middlemarch', author: { id: '1' } }],
        header: (_root, { name }, { headers }) => headers[name] ?? null,
      },
      Mutation: { touch: () => 1 },
    },
  );
  authors = await startForeign(
    'authors',
    `${link('"@key"')} type Query { authors: Int } type Author @key(fields: "id") { id: ID! name: String }`,
    {
      Author: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'George Eliot' }) },
    },
  );
  gateway = await startAlone(composed([books, authors]), { headers: { forward: ['authorization', 'X-Tenant'] } });
});
beforeEach(() => {
  books.reset();
  authors.reset();
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([books.stop(), authors.stop()]);
});

describe('a gateway alone', () => {
  it('serves what its subgraphs have together', async () => {
    expect(await gateway.ask('{ books { title author { name } } }')).toEqual({
      status: 200,
      data: { books: [{ title: 'Middlemarch', author: { name: 'George Eliot' } }] },
    });
    expect(await gateway.ask('mutation { touch }')).toEqual({ status: 200, data: { touch: 1 } });
    expect(await gateway.ask('{ __schema { queryType { name } } }')).toMatchObject({
      data: { __schema: { queryType: { name: 'Query' } } },
    });
  });

  it('signs nothing, tells of nobody, and sends no header but those of HTTP, its own id and what is forwarded', async () => {
    const sent = {
      authorization: 'Basic bm90Om91cnM=',
      'x-tenant': 'north',
      'x-request-id': 'the-test-request',
      'x-api-key': 'trb_key',
      cookie: 'session=1',
      'x-forwarded-for': '203.0.113.9',
      'tributary-signature': 'forged',
      'tributary-context': 'forged',
      'apollographql-client-name': 'web',
    };
    await gateway.ask('mutation { touch }', sent);
    await gateway.ask('{ books { author { name } } }', sent);
    const [first] = books.requests;
    expect(Object.keys(first?.headers ?? {}).toSorted()).toEqual(
      [
        'accept',
        'accept-encoding',
        'authorization',
        'content-length',
        'content-type',
        'host',
        'x-deadline-ms',
        'x-request-id',
        'x-tenant',
      ].toSorted(),
    );
    for (const { headers } of [...books.requests, ...authors.requests]) {
      expect(headers).toMatchObject({ authorization: sent.authorization, 'x-tenant': 'north', 'x-request-id': 'the-test-request' });
    }
    expect(authors.requests).toHaveLength(1);
  });

  it('forwards a header only when the client sent it, byte for byte', async () => {
    expect(await gateway.ask('{ header(name: "authorization") }')).toEqual({ status: 200, data: { header: null } });
    const value = 'Bearer a, b; c="é"';
    expect(await gateway.ask('{ header(name: "x-tenant") }', { 'x-tenant': value })).toEqual({ status: 200, data: { header: value } });
    expect(await gateway.ask('{ header(name: "cookie") }', { cookie: 'a=b' })).toEqual({ status: 200, data: { header: null } });
  });

  it('lets subgraphs say themselves that a caller is not known', async () => {
    const refusal = { message: 'Who are you?', extensions: { code: 'UNAUTHENTICATED' } };
    books.reply((response) => response.writeHead(401).end(JSON.stringify({ errors: [refusal] })));
    expect(await gateway.ask('{ header(name: "x") }')).toMatchObject({ data: { header: null }, errors: [refusal] });
  });

  it('that was composed without addresses is told them by its settings, and costs a subgraph without one its own fields', async () => {
    const nowhere = composed([books, authors].map((subgraph) => ({ ...subgraph, url: '' })));
    const alone = await startAlone(nowhere, { subgraphs: { urls: { books: books.url } } });
    const message = 'A part of the system did not answer.';
    expect(await alone.ask('{ books { title author { id name } } }')).toMatchObject({
      status: 200,
      data: { books: [{ title: 'Middlemarch', author: { id: '1', name: null } }] },
      errors: [{ message, path: ['books', 0, 'author', 'name'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }],
    });
    await alone.stop();
  });
});

describe('identity', () => {
  it('is asked of tokens when a JWKS is named, without accounts and without keys of services', async () => {
    const identity = await createIdentity();
    const keys = await listening((_request, response) => void response.writeHead(200).end(JSON.stringify(identity.jwks)));
    const alone = await startAlone(composed([books, authors]), { identity: { jwksUrl: keys.url, issuer: identity.issuer } });
    const title = '{ books { title } }';
    const served = { status: 200, data: { books: [{ title: 'Middlemarch' }] } };
    const refused = { status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };
    expect(await alone.ask(title)).toEqual(served);
    expect(await alone.ask(title, { authorization: `Bearer ${await identity.token()}` })).toEqual(served);
    expect(books.requests.filter(({ headers }) => 'authorization' in headers || 'tributary-signature' in headers)).toEqual([]);
    books.reset();
    for (const headers of [{ authorization: 'Bearer nonsense' }, { authorization: 'Basic bm90Om91cnM=' }, { 'x-api-key': 'trb_key' }]) {
      expect(await alone.ask(title, headers)).toMatchObject(refused);
    }
    const expired = await identity.token({ claims: { exp: 1 } });
    expect(await alone.ask(title, { authorization: `Bearer ${expired}` })).toMatchObject(refused);
    expect(books.requests).toEqual([]);
    await alone.stop();
    await keys.stop();
  });
});
