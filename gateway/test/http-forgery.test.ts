// What a page of another site can make a browser send runs nothing.
import { describe, expect, it } from 'vitest';
import { type Send, useGateway } from './support.ts';

const gateway = useGateway();
const query = '{ product(id: "1") { name } }';
const mutation = 'mutation { renameProduct(id: "1", name: "a") { name } }';
const types = {
  'no content type': null,
  'an empty one': '',
  'text/plain': 'text/plain',
  'text/plain with JSON in a parameter': 'text/plain; a=application/json',
  'a form': 'application/x-www-form-urlencoded',
  'a form with files': 'multipart/form-data; boundary=a',
  'no media type': 'nonsense',
  JSON: 'application/json',
  'JSON with a parameter': 'application/json; charset=utf-8',
};
const headers = {
  'no other header': {},
  'a cookie': { cookie: 'session=1' },
  'an empty header for clients': { 'apollo-require-preflight': '', 'x-apollo-operation-name': '' },
  'apollo-require-preflight': { 'apollo-require-preflight': '1' },
  'x-apollo-operation-name': { 'x-apollo-operation-name': 'A' },
};
const safeTypes = new Set(['JSON', 'JSON with a parameter']);
const safeHeaders = new Set(['apollo-require-preflight', 'x-apollo-operation-name']);

const cells = ['GET', 'POST'].flatMap((method) =>
  Object.keys(types).flatMap((type) => Object.keys(headers).map((header) => [method, type, header] as const)),
);

function requestOf(method: string, type: string, header: string, document: string): Send {
  const contentType = types[type as keyof typeof types]; // a key of it, above
  const all = {
    ...headers[header as keyof typeof headers], // a key of it, above
    origin: 'https://evil.example',
    ...(contentType !== null && { 'content-type': contentType }),
  };
  return method === 'GET'
    ? { headers: all, path: `/graphql?${new URLSearchParams({ query: document })}` }
    : { method, headers: all, body: JSON.stringify({ query: document }) };
}

/** What is expected of a query. */
function expected(method: string, type: string, header: string): number {
  if (method === 'POST') return safeTypes.has(type) ? 200 : 415;
  if (safeTypes.has(type)) return 200;
  if (!safeHeaders.has(header)) return 400;
  return type === 'no content type' || type === 'an empty one' ? 200 : 415;
}

describe.each(cells)('%s with %s and %s', (method, type, header) => {
  const status = expected(method, type, header);

  it(`answers a query with ${status}`, async () => {
    const answer = await gateway().send(requestOf(method, type, header, query));
    expect(answer.status).toBe(status);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(gateway().subgraphs.catalog.calls.length).toBe(status === 200 ? 1 : 0);
  });

  it('runs a mutation only if it is a POST of JSON', async () => {
    const answer = await gateway().send(requestOf(method, type, header, mutation));
    const runs = method === 'POST' && status === 200;
    expect(answer.status).toBe(method === 'GET' && status === 200 ? 405 : status);
    expect(gateway().subgraphs.catalog.calls.length).toBe(runs ? 1 : 0);
  });
});

it.each(['1', '2', '10', '1000'])('a list of %s operations is refused', async (count) => {
  const body = JSON.stringify(Array.from({ length: Number(count) }, () => ({ query })));
  const answer = await gateway().send({ method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
    400,
    { errors: [{ message: 'One request holds one operation.', extensions: { code: 'BAD_REQUEST' } }] },
  ]);
  expect(gateway().subgraphs.catalog.calls).toEqual([]);
});
