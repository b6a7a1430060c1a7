// A field that is taken out of a fetch takes along what it needs and leaves the rest as it was.
import type { FetchNode } from '@apollo/query-planner';
import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { liftFields, UncorrectableFetch } from './lift-fields.ts';
import { subgraphFieldsOf } from './subgraph-fields.ts';
import { possibleTypesOf } from './supergraph-document.ts';

const document = parse(`
  enum join__Graph { ONE @join__graph(name: "one", url: "") }
  type Query { users: [[User!]] loose: Loose node: Node }
  interface Node @join__type(graph: ONE, key: "id", isInterfaceObject: true) { id: ID! a: Int said: Int @join__field(graph: ONE, requires: "a") }
  type User @join__type(graph: ONE, key: "sku", resolvable: false) @join__type(graph: ONE, key: "org { id }") {
    org: Org! sku: ID! a: Int name: String
    sum(of: Int): Sum @join__field(graph: ONE, requires: "a org { name ... on Org { kind } }")
  }
  type Loose @join__type(graph: ONE) { a: Int sum: Int @join__field(graph: ONE, requires: "a") }
  type Org { id: ID! name: String kind: Int }
  type Sum { value(of: Int): Int }`);
const fields = subgraphFieldsOf(document);
const possibleTypes = possibleTypesOf(document);

const fetchOf = (operation: string, more: Partial<FetchNode> = {}): FetchNode => ({
  kind: 'Fetch',
  serviceName: 'one',
  operation,
  operationName: 'Q',
  operationKind: 'query' as FetchNode['operationKind'], // the enum's own value
  ...more,
});
const lift = (fetch: FetchNode) => liftFields(fetch, { fields, possibleTypes, isLifted: () => true });
const text = (operation: string | undefined) => print(parse(operation ?? '')).replace(/\s+/g, ' ');

describe('a field of an object that is no entity yet', () => {
  const operation = `query Q($a: Int, $b: Int, $c: Boolean!) {
    users { __typename org { id } ... on User @include(if: $c) { s__alias_0: sum(of: $a) @skip(if: $c) { v__alias_0: value(of: $a) } } name @skip(if: $c) }
  }`;
  const outputRewrites: FetchNode['outputRewrites'] = [
    { kind: 'KeyRenamer', path: ['users', '... on User', 's__alias_0'], renameKeyTo: 's' },
    { kind: 'KeyRenamer', path: ['users', '... on User', 's', 'v__alias_0'], renameKeyTo: 'v' },
  ];
  const { rest, lifted } = lift(fetchOf(operation, { variableUsages: ['a', 'b', 'c'], outputRewrites }));
  const [one] = lifted;

  it('is asked at its place in the response, of the first key that its subgraph resolves', () => {
    expect(one?.path).toEqual(['users', '@', '@']);
    expect(one?.node.requires).toEqual([
      {
        kind: 'InlineFragment',
        typeCondition: 'User',
        selections: [
          { kind: 'Field', name: '__typename' },
          {
            kind: 'Field',
            name: 'org',
            selections: [
              { kind: 'Field', name: 'id' },
              { kind: 'Field', name: 'name' },
              { kind: 'InlineFragment', typeCondition: 'Org', selections: [{ kind: 'Field', name: 'kind' }] },
            ],
          },
          { kind: 'Field', name: 'a' },
        ],
      },
    ]);
  });

  it('takes its conditions, its variables and the rewrites below it along', () => {
    expect(text(one?.node.operation)).toBe(
      text(`query Q($representations: [_Any!]!, $a: Int, $c: Boolean!) { _entities(representations: $representations) {
        ... on User { ... @include(if: $c) { s: sum(of: $a) @skip(if: $c) { v__alias_0: value(of: $a) } } } } }`),
    );
    expect(one?.node.variableUsages).toEqual(['a', 'c']);
    expect(one?.node.outputRewrites).toEqual([{ kind: 'KeyRenamer', path: ['... on User', 's', 'v__alias_0'], renameKeyTo: 'v' }]);
  });

  it('leaves the others where they are', () => {
    expect(text(rest?.operation)).toBe(text('query Q($c: Boolean!) { users { __typename org { id } name @skip(if: $c) } }'));
    expect(rest).toMatchObject({ variableUsages: ['c'], outputRewrites });
  });

  it('cannot be taken out when its type has no key', () => {
    expect(() => lift(fetchOf('{ loose { sum } }'))).toThrow(UncorrectableFetch);
  });

  it('is known to the subgraph of an interface object by the name of the interface', () => {
    const [said] = lift(fetchOf('{ node { __typename id said } }')).lifted;
    expect(said?.node.inputRewrites).toEqual([{ kind: 'ValueSetter', path: ['... on Node', '__typename'], setValueTo: 'Node' }]);
  });
});

describe('a fetch', () => {
  it('is the same when it has no such field', () => {
    const fetch = fetchOf('{ users { name } }');
    expect(lift(fetch)).toEqual({ rest: fetch, lifted: [] });
  });

  it('is gone when it has no other', () => {
    const requires: FetchNode['requires'] = [
      {
        kind: 'InlineFragment',
        typeCondition: 'User',
        selections: [
          { kind: 'Field', name: '__typename' },
          { kind: 'Field', name: 'org', selections: [{ kind: 'Field', name: 'id' }] },
        ],
      },
    ];
    const operation =
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { sum { value } } } }';
    const { rest, lifted } = lift(fetchOf(operation, { requires }));
    expect(rest).toBeNull();
    expect(lifted.map(({ path }) => path)).toEqual([[]]);
  });
});
