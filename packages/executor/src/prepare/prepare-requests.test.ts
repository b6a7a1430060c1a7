// Which requests the fetches of a plan become, and what each waits for.
import type { PlanNode } from '@apollo/query-planner';
import { OperationTypeNode, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { condition, entityNode, executable, fetchNode, keyOf, parallel, sequence } from '../testing/in-process.ts';

const books = fetchNode('books', '{ books { __typename id } }');

/** Subgraph, places, and what is waited for, by request. */
const requestsOf = (node: PlanNode, separate: readonly string[] = []) =>
  executable(node, separate).requests.map(({ subgraph, slots, root, waitsFor }) => ({
    subgraph,
    slots: root === null ? slots.map(({ places }) => places.map(({ path }) => path.join('.'))) : 'root',
    waitsFor,
  }));

it('joins entity fetches of one subgraph that wait for the same, and makes the same fetch at several places one', () => {
  const root = fetchNode('books', '{ books { __typename id } best { __typename id } films { __typename id } }');
  const plan = sequence(
    root,
    parallel(
      entityNode('extra', 'books.@', 'title'),
      entityNode('extra', 'best', 'title'),
      entityNode('extra', 'films.@', 'title', { type: 'Film' }),
      entityNode('other', 'books.@', 'rating'),
    ),
  );
  expect(requestsOf(plan)).toEqual([
    { subgraph: 'books', slots: 'root', waitsFor: [] },
    { subgraph: 'extra', slots: [['books.@', 'best'], ['films.@']], waitsFor: [0] },
    { subgraph: 'other', slots: [['books.@']], waitsFor: [0] },
  ]);
  const [, joined] = executable(plan).requests;
  const { query } = JSON.parse(`${joined?.body.before}${joined?.body.after}`);
  expect(parse(query)).toBeDefined();
  expect(query).toContain('e1: _entities(representations: $representations_1)');
});

it('joins no fetch of a subgraph whose fetches are looked at one by one', () => {
  const plan = sequence(books, parallel(entityNode('extra', 'books.@', 'title'), entityNode('extra', 'books.@', 'text')));
  expect(requestsOf(plan)).toHaveLength(2);
  expect(requestsOf(plan, ['extra'])).toEqual([
    { subgraph: 'books', slots: 'root', waitsFor: [] },
    { subgraph: 'extra', slots: [['books.@']], waitsFor: [0] },
    { subgraph: 'extra', slots: [['books.@']], waitsFor: [0] },
  ]);
});

it('joins no more than a subgraph that limits aliases may take', () => {
  const many = Array.from({ length: 25 }, (_, index) => entityNode('extra', 'books.@', `f${index}`));
  expect(requestsOf(sequence(books, parallel(...many))).map(({ slots }) => slots.length)).toEqual([4, 10, 10, 5]);
});

it('joins nothing under other conditions', () => {
  const plan = sequence(
    books,
    parallel(entityNode('extra', 'books.@', 'a'), condition('x', entityNode('extra', 'books.@', 'b'), entityNode('extra', 'books.@', 'c'))),
  );
  expect(executable(plan).requests.map(({ guards }) => guards)).toEqual([
    [],
    [],
    [{ variable: 'x', wanted: true }],
    [{ variable: 'x', wanted: false }],
  ]);
});

it('waits for what a fetch reads, not for what runs before it', () => {
  const plan = sequence(
    parallel(books, fetchNode('films', '{ films { __typename id } }')),
    parallel(entityNode('a', 'books.@', 'title'), entityNode('b', 'films.@', 'title', { type: 'Film' })),
    entityNode('c', 'books.@', 'rating', { requires: keyOf('Book', 'id', 'title') }),
  );
  expect(requestsOf(plan).map(({ subgraph, waitsFor }) => [subgraph, waitsFor])).toEqual([
    ['books', []],
    ['films', []],
    ['a', [0]],
    ['b', [1]],
    ['c', [0, 2]],
  ]);
});

it('puts off a fetch that nobody waits for until the last request to its subgraph', () => {
  const plan = sequence(
    books,
    parallel(entityNode('extra', 'books.@', 'text'), entityNode('a', 'books.@', 'author { __typename id }')),
    entityNode('extra', 'books.@.author', 'name', { type: 'Any' }),
  );
  expect(requestsOf(plan)).toEqual([
    { subgraph: 'books', slots: 'root', waitsFor: [] },
    { subgraph: 'a', slots: [['books.@']], waitsFor: [0] },
    { subgraph: 'extra', slots: [['books.@'], ['books.@.author']], waitsFor: [0, 1] },
  ]);
});

it('does not put off what another waits for', () => {
  const plan = sequence(
    books,
    parallel(entityNode('extra', 'books.@', 'title'), entityNode('a', 'books.@', 'author { __typename id }')),
    parallel(
      entityNode('extra', 'books.@.author', 'name', { type: 'Any' }),
      entityNode('b', 'books.@', 'rating', { requires: keyOf('Book', 'id', 'title') }),
    ),
  );
  expect(requestsOf(plan).map(({ subgraph, waitsFor }) => [subgraph, waitsFor])).toEqual([
    ['books', []],
    ['extra', [0]],
    ['a', [0]],
    ['extra', [2]],
    ['b', [0, 1]],
  ]);
});

it('keeps the order of the plan where two write the same field', () => {
  const plan = sequence(
    books,
    entityNode('a', 'books.@', 'title'),
    entityNode('b', 'books.@', 'title'),
    entityNode('c', 'books.@', 'text'),
  );
  expect(requestsOf(plan).map(({ subgraph, waitsFor }) => [subgraph, waitsFor])).toEqual([
    ['books', []],
    ['a', [0]],
    ['c', [0]],
    ['b', [0, 1]],
  ]);
});

it('keeps the order of a mutation as a whole', () => {
  const mutation = (name: string) =>
    fetchNode(name, `mutation { ${name} { __typename id } }`, { operationKind: OperationTypeNode.MUTATION });
  const plan = sequence(mutation('a'), entityNode('x', 'a', 'title'), mutation('b'), entityNode('x', 'b', 'title'));
  expect(requestsOf(plan).map(({ subgraph, waitsFor }) => [subgraph, waitsFor])).toEqual([
    ['a', []],
    ['x', [0]],
    ['b', [0, 1]],
    ['x', [0, 1, 2]],
  ]);
});

it('waits for whoever writes an object below what a fetch requires', () => {
  const plan = sequence(
    fetchNode('books', '{ book { __typename id size { unit { name } } } }'),
    entityNode('a', 'book.size.unit', 'code', { type: 'Any' }),
    entityNode('b', 'book', 'label', {
      requires: [
        {
          kind: 'InlineFragment',
          typeCondition: 'Book',
          selections: [
            { kind: 'Field', name: '__typename' },
            { kind: 'Field', name: 'size', selections: [{ kind: 'Field', name: 'unit', selections: [{ kind: 'Field', name: 'code' }] }] },
          ],
        },
      ],
    }),
  );
  expect(requestsOf(plan).map(({ waitsFor }) => waitsFor)).toEqual([[], [0], [0, 1]]);
});

it('joins fetches with fragments and variables of their own into one valid operation', async () => {
  const { buildSchema } = await import('graphql');
  const withFragment = (selection: string, variables: string, fragment: string) => ({
    operation: `query ($representations: [_Any!]!${variables}) { _entities(representations: $representations) { ... on Book { ${selection} } } } ${fragment}`,
    requires: keyOf('Book', 'id'),
  });
  const plan = sequence(books, {
    kind: 'Parallel',
    nodes: [
      {
        kind: 'Flatten',
        path: ['books', '@'],
        node: { ...fetchNode('x', ''), ...withFragment('...F', ' $a: Int', 'fragment F on Book { title(x: $a) }'), variableUsages: ['a'] },
      },
      {
        kind: 'Flatten',
        path: ['books', '@'],
        node: {
          ...fetchNode('x', ''),
          ...withFragment(
            '...F ...G text(s: """a\n  b""")',
            ' $a: Int $b: Int',
            'fragment F on Book { more(x: $b, y: $a) } fragment G on Book { id }',
          ),
          variableUsages: ['a', 'b'],
        },
      },
    ],
  });
  const { body, variables } = executable(plan).requests[1] ?? { body: { before: '', after: '' }, variables: [] };
  const { query } = JSON.parse(body.before + body.after);
  const schema = buildSchema(`scalar _Any union _Entity = Book type Query { _entities(representations: [_Any!]!): [_Entity]! }
    type Book { id: ID title(x: Int): String more(x: Int, y: Int): String text(s: String): String }`);
  expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([]);
  expect(variables).toEqual(['a', 'b']);
  expect(query).toContain('a\n');
});
