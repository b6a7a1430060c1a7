// What no subgraph can give from where it is selected is said, not left out.
import { describe, expect, it } from 'vitest';
import { planOperation } from './plan-operation.ts';
import { fed2, federate } from './testing/federate.ts';

// "a" gives nodes of no type that it knows; "b" has a field of theirs and cannot be asked for one by its key.
const federation = federate({
  a: {
    typeDefs: fed2(
      'key',
      `interface Node @key(fields: "id") { id: ID! }
       type Wrap { node: Node nodes: [Node!]! self: Wrap name: String }
       type Query { node: Node wrap: Wrap name: String }
       type Mutation { change: Node keep: Int }`,
    ),
    resolvers: {
      Query: {
        node: () => null,
        wrap: () => ({ node: null, nodes: [], self: { name: 'inner', node: { __typename: 'Node' } }, name: 'w' }),
        name: () => 'n',
      },
      Mutation: { keep: () => 1 },
    },
  },
  b: {
    typeDefs: fed2(
      'key interfaceObject',
      'type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String } type Query { b: Node }',
    ),
  },
});

const outcome = (text: string) => planOperation(federation.loaded, { text });
const refused = { kind: 'invalid', errors: [{ extensions: { code: 'UNRESOLVABLE_FIELD' } }] };

describe('a root field that nothing gives', () => {
  it('is a request error', () => {
    for (const text of [
      '{ node { field } }',
      '{ name node { field } }',
      '{ ... { ...F } } fragment F on Query { node { ... on Node { field } } }',
      'mutation { change { field } }',
      'query ($x: Boolean!) { node @include(if: $x) { field } ... { node { field } } }',
      '{ node @include(if: true) { field } }',
    ]) {
      expect(outcome(text)).toMatchObject(refused);
    }
  });

  it('is named as the client named it', () => {
    expect(outcome('{ constructor: node { field } name }')).toEqual({
      kind: 'invalid',
      errors: [{ message: 'Nothing that is selected of "constructor" can be resolved there.', extensions: { code: 'UNRESOLVABLE_FIELD' } }],
    });
  });

  it('is no error when it is never selected, or answered here', () => {
    for (const text of [
      '{ name node @include(if: false) { field } }',
      '{ name ... @skip(if: true) { node { field } } }',
      'query ($x: Boolean!) { name ... @skip(if: $x) { node @include(if: $x) { field } } }',
      '{ __typename }',
      '{ __schema { queryType { name } } t: __type(name: "Wrap") { name } name }',
    ]) {
      expect(outcome(text)).toMatchObject({ kind: 'planned', unresolved: [] });
    }
  });

  it('comes with its conditions when variables decide', () => {
    expect(
      outcome('query ($x: Boolean!, $y: Boolean!) { name node @include(if: $x) { field } ... @skip(if: $y) { node { field } } }'),
    ).toMatchObject({
      kind: 'planned',
      unresolved: [{ name: 'node', whenAll: [[{ variable: 'x', wanted: true }], [{ variable: 'y', wanted: false }]] }],
    });
  });

  it('is had when anything of it can be had', async () => {
    const { data, calls } = await federation.run('{ node { field id } }');
    expect(data).toEqual({ node: null });
    expect(calls.map(({ query }) => query)).toEqual(['{node{__typename id}}']);
  });
});

describe('an object below the root of which nothing can be had', () => {
  it('is asked for, so that its subgraph says whether it is null', async () => {
    const { data, calls, errors } = await federation.run('{ wrap { name node { field } nodes { field } } }');
    expect([data, errors]).toEqual([{ wrap: { name: 'w', node: null, nodes: [] } }, []]);
    expect(calls.map(({ query }) => query)).toEqual(['{wrap{name node{__typename}nodes{__typename}}}']);
  });

  it('is asked for in fragments, under conditions and deeper', async () => {
    const text = `query ($x: Boolean!) { wrap { self { ...F @include(if: $x) ... on Wrap { nodes { field } } } } } fragment F on Wrap { node { field } }`;
    expect(outcome(text)).toMatchObject({ kind: 'planned' });
    const { errors } = await federation.run(text, { x: true });
    expect(errors?.map(({ message }) => message)).toEqual([
      expect.stringContaining('"Node"'),
      expect.stringContaining('non-nullable field Wrap.nodes'),
    ]);
  });

  it('does not take others with it', () => {
    expect(outcome('{ wrap { node { field } } }')).toMatchObject({ kind: 'planned', unresolved: [] });
  });

  it('leaves other plans as they are', () => {
    const { plan, document } = federation.plan('{ wrap { name self { name } } }');
    expect(plan.node).toMatchObject({ operation: '{wrap{name self{name}}}' });
    expect(JSON.stringify(document)).not.toContain('__typename');
  });
});
