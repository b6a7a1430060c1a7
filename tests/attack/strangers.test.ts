// What a stranger writes into headers and variables gives nothing, and tells nothing.
import { sharedSystem } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const system = sharedSystem();

describe('headers that claim to be of the inside', () => {
  const principal = Buffer.from(JSON.stringify({ kind: 'user', userId: '1', role: 'ADMIN', scopes: ['users:read'] })).toString('base64url');
  it.each([
    { 'x-user-id': '1', 'x-user-role': 'ADMIN', 'x-role': 'ADMIN', 'x-scopes': 'users:read' },
    { 'x-internal-user': '1', 'x-internal-service': 'orders', 'x-authenticated-user': 'admin@northwind.test' },
    { 'x-forwarded-user': '1', 'x-remote-user': 'admin', 'x-original-url': '/internal' },
    { 'tributary-context': principal, 'tributary-signature': `v2;gateway;${Date.now()};x;y` },
    { 'Tributary-Principal': principal, 'tributary-caller': 'gateway', 'x-deadline-ms': '1' },
  ])('%j make nobody of a stranger', async (headers) => {
    const { data, errors } = await system.ask('{ me { id } users(first: 1) { nodes { id } } orders(first: 1) { nodes { id } } }', {
      headers,
    });
    expect(data).toEqual({ me: null, users: null, orders: null });
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['UNAUTHENTICATED']));
  });
});

describe('a header that asks for insight', () => {
  it.each([
    { 'apollo-query-plan-experimental': 'true' },
    { 'apollo-query-plan-experimental': '1', 'apollo-expose-query-plan': 'true' },
    { 'apollo-federation-include-trace': 'ftv1' },
    { 'apollo-tracing': '1', 'x-apollo-tracing': '1', 'x-debug': '1' },
  ])('%j is not answered', async (headers) => {
    const query = '{ product(id: "1") { name rating { count } } }';
    const body = JSON.stringify({ query });
    const response = await fetch(system.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
    const answer = (await response.json()) as object; // GraphQL over HTTP
    expect(Object.keys(answer)).toEqual(['data']);
  });
});

/** Something that is misspelt, by the place where it stands. */
type Misspelt = [place: string, document: string, variables?: Readonly<Record<string, unknown>>];

const misspelt: Misspelt[] = [
  ['a root field', '{ produkt(id: "1") { name } }'],
  ['a field', '{ product(id: "1") { nam unitprice reviws { nodes { id } } } }'],
  ['a field of another subgraph', '{ product(id: "1") { availabilty } }'],
  ['an argument', '{ product(ID: "1") { name } }'],
  ['an argument of a list', '{ products(frist: 1) { nodes { id } } }'],
  ['a type', 'query ($a: ProductFilte) { products(filter: $a) { nodes { id } } }'],
  ['a type condition', '{ product(id: "1") { ... on Produc { name } } }'],
  ['a fragment', '{ product(id: "1") { ...Nam } } fragment Name on Product { name }'],
  ['a directive', '{ product(id: "1") @includ(if: true) { name } }'],
  ['an argument of a directive', '{ product(id: "1") @include(iff: true) { name } }'],
  ['a field of an input', '{ products(filter: { nmae: "a" }) { nodes { id } } }'],
  ['a field of an input deep inside', 'mutation { placeOrder(input: { lines: [{ productid: "1", quantity: 1 }] }) { order { id } } }'],
  ['a value of an enum', '{ products(orderBy: { field: NAM, direction: ASC }) { nodes { id } } }'],
  ['a value of an enum in quotes', '{ products(orderBy: { field: "NAME", direction: ASC }) { nodes { id } } }'],
  ['a mutation', 'mutation { signin(input: { email: "a", password: "b" }) { userErrors { code } } }'],
  ['a field of an input in a variable', 'query ($a: ProductFilter) { products(filter: $a) { nodes { id } } }', { a: { nmae: 'a' } }],
  ['a value of an enum in a variable', 'query ($a: ProductOrder) { products(orderBy: $a) { nodes { id } } }', { a: { field: 'NAM' } }],
  ['a hidden field', '{ internalRevocations(after: "0") { cursor } }'],
  ['a field of the federation', '{ _entitie(representations: []) { __typename } _servic { sdl } }'],
  ['a name of introspection', '{ __schem { types { name } } __typ(name: "A") { name } }'],
];

describe('a stranger who guesses', () => {
  // Errors with suggestions fail in the client itself; what is not asked for must not be named either.
  it.each<Misspelt>(misspelt)('%s is told of the mistake, and of nothing near it', async (_place, document, variables) => {
    const { data, errors = [] } = await system.ask(document, { ...(variables && { variables }) });
    expect([data, errors.length > 0]).toEqual([undefined, true]);
    const given = `${document}${JSON.stringify(variables)}`;
    for (const { message, extensions } of errors) {
      expect(['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']).toContain(extensions.code);
      // What is required is told to whoever leaves it out; a type, to whoever asks it for what it has not.
      const named = [...message.matchAll(/"([\w.]+)"/g)].flatMap(([, name = '']) => name.split('.'));
      const unasked = named.filter((name) => !given.includes(name) && !/^[A-Z]/.test(name));
      if (!/\brequired\b/.test(message)) expect([message, unasked]).toEqual([message, []]);
    }
  });
});
