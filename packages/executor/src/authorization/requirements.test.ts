// What fields ask for, as supergraphs of this composition and of older ones say it.
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { possibleTypesOf } from '../planning/supergraph-document.ts';
import { requirementsOf } from './requirements.ts';

/** Coordinate -> what it asks for, of an SDL. */
function asked(sdl: string): Readonly<Record<string, readonly unknown[]>> {
  const document = parse(sdl);
  const { distinct, asked: byType } = requirementsOf(document, possibleTypesOf(document));
  const all = [...byType].flatMap(([type, fields]) =>
    [...fields].map(([field, indices]) => {
      const told = indices.map((index) => {
        const requirement = distinct[index];
        return requirement?.kind === 'authenticated' ? 'authenticated' : requirement?.anyOf;
      });
      return [`${type}.${field}`, told] as const;
    }),
  );
  return Object.fromEntries(all);
}

function composed(...sources: readonly string[]): string {
  const { supergraphSdl, errors } = composeServices(sources.map((sdl, index) => ({ name: `s${index}`, url: '', typeDefs: parse(sdl) })));
  if (supergraphSdl === undefined) throw new Error(JSON.stringify(errors));
  return supergraphSdl;
}

const imports = (list: string): string => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${list}])`;
const linked = `schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/authenticated/v0.1")
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1") { query: Query }`;

it('a supergraph that asks for nothing has no requirements', () => {
  expect(asked(composed(`${imports('"@key"')} type Query { a: Int }`))).toEqual({});
});

it('the directives are known under whatever name they are imported', () => {
  const renamed = '{ name: "@authenticated", as: "@login" }, { name: "@requiresScopes", as: "@mayDo" }, { name: "@policy", as: "@rule" }';
  expect(
    asked(
      composed(
        `${imports(renamed)} type Query { a: Int @login b: Int @mayDo(scopes: [["x"]]) c: Int @rule(policies: [["y"]]) authenticated: Int }`,
      ),
    ),
  ).toEqual({ 'Query.a': ['authenticated'], 'Query.b': [[['x']]], 'Query.c': [[['y']]] });
});

it('directives that are not imported at all are known by their full names', () => {
  expect(asked(composed(`${imports('')} type Query { a: Int @federation__authenticated }`))).toEqual({ 'Query.a': ['authenticated'] });
});

it('directives of the same names that are of somebody else ask for nothing', () => {
  const schema = 'schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.example/other/v1.0") { query: Query }';
  expect(asked(`${schema} type Query { a: Int @authenticated @other__policy(policies: [["p"]]) }`)).toEqual({});
});

it('what several subgraphs ask of one field is all demanded', () => {
  const field = (scopes: string) =>
    `${imports('"@shareable", "@requiresScopes"')} type Query { a: Int @shareable @requiresScopes(scopes: ${scopes}) }`;
  expect(asked(composed(field('[["x"]]'), field('[["y"], ["z"]]')))).toEqual({
    'Query.a': [
      [
        ['x', 'y'],
        ['x', 'z'],
      ],
    ],
  });
});

it('a field asks for what its type and what it returns ask for as well', () => {
  const sdl = `${linked} type Query { t: T e: [E!]! s: S } type T @authenticated { n: Int @requiresScopes(scopes: [["x"]]) }
    enum E @requiresScopes(scopes: [["e"]]) { A } scalar S @authenticated`;
  expect(asked(sdl)).toEqual({
    'Query.t': ['authenticated'],
    'Query.e': [[['e']]],
    'Query.s': ['authenticated'],
    'T.n': ['authenticated', [['x']]],
  });
});

describe('a supergraph of an older composition', () => {
  it('asks of a field on an interface what any object asks of it', () => {
    const sdl = `${linked} type Query { i: I } interface I { n: Int m: Int } type A implements I { n: Int m: Int }
      type B implements I { n: Int @authenticated m: Int }`;
    expect(asked(sdl)).toEqual({ 'I.n': ['authenticated'], 'B.n': ['authenticated'] });
  });

  it('asks of a field what the fields ask for that it requires, at any remove', () => {
    const sdl = `${linked} enum join__Graph { A B } type Query { t: T }
      type T @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") { id: ID! @authenticated
        secret: S @join__field(graph: A) @authenticated first: Int @join__field(graph: B, requires: "secret { n }") second: Int @join__field(graph: A, requires: "first") free: Int }
      type S { n: Int @requiresScopes(scopes: [["x"]]) }`;
    expect(asked(sdl)).toEqual({
      'T.id': ['authenticated'],
      'T.secret': ['authenticated'],
      'T.first': ['authenticated', [['x']]],
      'T.second': ['authenticated', [['x']]],
      'S.n': [[['x']]],
    });
  });
});
