// What a change does to who may read what, and to what falls with a subgraph.
import { describe, expect, it } from 'vitest';
import { composeSubgraphs } from '../compose-subgraphs.ts';
import { authorizationFindings } from './authorization-surface.ts';
import { nullBlastFindings } from './null-blast.ts';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@external", "@requires", "@shareable", "@authenticated", "@requiresScopes", "@policy", "@inaccessible"])';

function supergraph(subgraphs: Readonly<Record<string, string>>): string {
  const sources = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}`,
    file: `${name}.graphql`,
    sdl: `${link} ${sdl}`,
  }));
  const composition = composeSubgraphs(sources);
  if (composition.kind === 'failed') throw new Error(composition.errors.map(({ message }) => message).join('\n'));
  return composition.supergraph;
}

const nowhere = () => null;

describe('the authorization surface', () => {
  const roles = { CUSTOMER: ['orders:read'], MANAGER: ['orders:read', 'reports:read'] };
  const found = (base: string, head: string) =>
    authorizationFindings(supergraph({ a: base }), supergraph({ a: head }), roles, nowhere).map(
      ({ code, message }) => `${code} ${message}`,
    );
  const field = (directive: string) => `type Query { a: Int ${directive} b: Int }`;

  it('of the same requirements, written otherwise, is the same', () =>
    expect(found(field('@requiresScopes(scopes: [["a", "b"], ["c"]])'), field('@requiresScopes(scopes: [["c"], ["b", "a"]])'))).toEqual(
      [],
    ));

  it.each([
    [
      '@requiresScopes(scopes: [["reports:read"]])',
      '',
      'AUTHORIZATION_REMOVED Query.a asked for reports:read, and asks for nothing. Gained by everybody without a sign-in, CUSTOMER.',
    ],
    [
      '@authenticated',
      '@requiresScopes(scopes: [["reports:read"]])',
      'AUTHORIZATION_TIGHTENED Query.a asked for a sign-in, and asks for reports:read. Lost by CUSTOMER.',
    ],
    [
      '@requiresScopes(scopes: [["reports:read"]])',
      '@requiresScopes(scopes: [["reports:read"], ["orders:read"]])',
      'AUTHORIZATION_LOOSENED Query.a asked for reports:read, and asks for orders:read, or reports:read. Gained by CUSTOMER.',
    ],
    [
      '',
      '@policy(policies: [["staff"]])',
      'AUTHORIZATION_TIGHTENED Query.a asked for nothing, and asks for policy staff. Lost by everybody without a sign-in, CUSTOMER, MANAGER.',
    ],
  ])('from %s to %s names who gains and who loses', (base, head, message) => expect(found(field(base), field(head))).toEqual([message]));

  it('is that of the field, its type and what it returns', () =>
    expect(
      found('type Query { t: T } type T { x: Int }', 'type Query { t: T } type T @authenticated { x: Int }').map(
        (one) => one.split(' ')[1],
      ),
    ).toEqual(['Query.t', 'T.x']));

  it('knows nothing of fields that clients do not see', () =>
    expect(found(field('@inaccessible'), field('@inaccessible @authenticated'))).toEqual([]));
});

describe('the null blast radius', () => {
  const catalog = (type = 'Product') => `type Query { product: ${type} } type Product @key(fields: "id") { id: ID! name: String }`;
  const stock = (type: string) => `type Product @key(fields: "id") { id: ID! stock: ${type} }`;
  const found = (base: Readonly<Record<string, string>>, head: Readonly<Record<string, string>>) =>
    nullBlastFindings(supergraph(base), supergraph(head), nowhere).map(({ message }) => message);

  it('grows when a field of another subgraph may not be null any more', () =>
    expect(found({ catalog: catalog(), stock: stock('Int') }, { catalog: catalog(), stock: stock('Int!') })).toEqual([
      'When stock is down, Product.stock now takes with it: Query.product.',
    ]));

  it('reaches the whole response when nothing above may be null', () =>
    expect(found({ catalog: catalog(), stock: stock('Int!') }, { catalog: catalog('Product!'), stock: stock('Int!') })).toContain(
      'When stock is down, Product.stock now takes with it: the whole response.',
    ));

  it('ends at an item of a list that may be null', () =>
    expect(
      found({ catalog: catalog('[Product]'), stock: stock('Int!') }, { catalog: catalog('[Product]!'), stock: stock('Int!') }),
    ).toEqual(['When catalog is down, Query.product now takes with it: the whole response.']));

  it('grows when a field moves behind a subgraph', () => {
    const moved = 'type Product @key(fields: "id") { id: ID! name: String stock: Int }';
    const without = 'type Query { product: Product } type Product @key(fields: "id") { id: ID! }';
    expect(found({ catalog: catalog(), stock: stock('Int') }, { catalog: without, stock: moved })).toEqual([
      'When stock is down, Product.name now takes with it: Product.name.',
    ]);
  });

  it('grows when a field requires one of another subgraph', () => {
    const requiring = 'type Product @key(fields: "id") { id: ID! name: String @external stock: Int @requires(fields: "name") }';
    expect(found({ catalog: catalog(), stock: stock('Int') }, { catalog: catalog(), stock: requiring })).toEqual([
      'When catalog is down, Product.stock now takes with it: Product.stock.',
    ]);
  });

  it('does not grow with what is new, shared or the same', () => {
    expect(found({ catalog: catalog() }, { catalog: catalog(), stock: stock('Int!') })).toEqual([]);
    const shared = 'type Product @key(fields: "id") { id: ID! name: String! @shareable }';
    const base = { catalog: catalog().replace('name: String', 'name: String @shareable'), stock: shared.replace('String!', 'String') };
    expect(found(base, { catalog: catalog().replace('name: String', 'name: String! @shareable'), stock: shared })).toEqual([]);
  });
});
