// Requests of a plan: what is sent, and what becomes of whatever comes back.
import { describe, expect, it } from 'vitest';
import { condition, entityNode, executed, fetchNode, keyOf, parallel, type Sent, sequence } from '../testing/in-process.ts';

const books = fetchNode('books', '{ books { __typename id } }');
const bookList = { books: ['1', '2'].map((id) => ({ __typename: 'Book', id })) };

/** Answers each `_entities` of a request with these fields of every entity, by alias or alone. */
const entities = ({ query, variables }: Sent, fieldsOf: (id: string, alias: string) => unknown): Record<string, unknown> => {
  const names = [...query.matchAll(/(\w+): _entities\(representations: \$(\w+)\)/g)];
  const asked = names.length === 0 ? [['', '_entities', 'representations']] : names;
  return Object.fromEntries(
    asked.map(([, alias = '', variable = '']) => [
      alias,
      (variables[variable] as { readonly id: string }[]).map(({ id }) => fieldsOf(id, alias)), // sent by us
    ]),
  );
};

/** Two fetches of one subgraph that share a request. */
const joined = sequence(
  fetchNode('books', '{ books { __typename id } films { __typename id } }'),
  parallel(entityNode('extra', 'books.@', 'title'), entityNode('extra', 'films.@', 'minutes', { type: 'Film' })),
);
const both = { ...bookList, films: [{ __typename: 'Film', id: '3' }] };
const isJoined = ({ query }: Sent): boolean => query.includes('e0: _entities');

it('asks for the entities of one subgraph in one request, and merges them', async () => {
  const { data, sent, faults } = await executed(joined, (one) =>
    JSON.stringify({
      data: one.subgraph === 'books' ? both : entities(one, (id, alias) => (alias === 'e0' ? { title: id } : { minutes: Number(id) })),
    }),
  );
  expect(faults).toEqual([]);
  expect(sent.map(({ subgraph }) => subgraph)).toEqual(['books', 'extra']);
  expect(sent[1]?.variables).toEqual({ representations_0: bookList.books, representations_1: both.films });
  expect(data).toEqual({
    books: bookList.books.map((book) => ({ ...book, title: book.id })),
    films: [{ ...both.films[0], minutes: 3 }],
  });
});

it.each<[string, () => string]>([
  ['null for the whole', () => '{"data":null,"errors":[{"message":"too much"}]}'],
  ['errors alone', () => '{"errors":[{"message":"too much"}]}'],
  ['what is no JSON', () => '<html>'],
  ['what is no object', () => '[]'],
  ['nothing', () => '{}'],
  [
    'an error',
    () => {
      throw new Error('500: Internal Server Error');
    },
  ],
])('sends what was joined again, piece by piece, when the answer is %s', async (_, fail) => {
  const { data, sent, faults } = await executed(joined, (one) => {
    if (one.subgraph === 'books') return JSON.stringify({ data: both });
    if (isJoined(one)) return fail();
    if (one.query.includes('minutes')) return '{"data":null,"errors":[{"message":"no","path":["_entities",0,"minutes"]}]}';
    return JSON.stringify({ data: entities(one, (id) => ({ title: id })) });
  });
  expect(sent.map((one) => [one.subgraph, isJoined(one)])).toEqual([
    ['books', false],
    ['extra', true],
    ['extra', false],
    ['extra', false],
  ]);
  expect(data).toMatchObject({ books: [{ title: '1' }, { title: '2' }], films: [{ id: '3' }] });
  expect(faults).toMatchObject([{ kind: 'field', path: ['films', 0, 'minutes'] }]);
});

it.each([
  ['is not reached', Object.assign(new Error('away'), { code: 'ECONNREFUSED' })],
  ['does not answer in time', Object.assign(new Error('late'), { name: 'TimeoutError' })],
])('does not ask a subgraph again that %s', async (_, cause) => {
  const { sent, faults } = await executed(joined, (one) => {
    if (one.subgraph === 'books') return { data: both };
    throw cause;
  });
  expect(sent).toHaveLength(2);
  expect(faults).toEqual(
    ['books', 'films'].map((name, index) => ({
      kind: 'fetch',
      subgraph: 'extra',
      cause,
      fetch: { path: [name, '@'], fields: [['title', 'minutes'][index]] },
      deferred: null,
    })),
  );
});

it('sends one piece as its own fetch when the others have nothing to ask', async () => {
  const { sent, data } = await executed(joined, (one) =>
    one.subgraph === 'books' ? { data: { ...bookList, films: [null] } } : { data: entities(one, (id) => ({ title: id })) },
  );
  expect(sent[1]).toMatchObject({ variables: { representations: bookList.books }, path: ['books', '@'] });
  expect(isJoined(sent[1] as Sent)).toBe(false); // it was sent
  expect(data).toMatchObject({ books: [{ title: '1' }, { title: '2' }], films: [null] });
});

it('asks for nothing where there is nothing', async () => {
  const { sent } = await executed(joined, () => ({ data: { books: [], films: [{ __typename: 'Film' }, { id: '3' }, null] } }));
  expect(sent).toHaveLength(1);
});

it('sends one representation for all who share it, and fills every place', async () => {
  const plan = sequence(
    fetchNode('books', '{ books { __typename id } book { __typename id } }'),
    parallel(entityNode('extra', 'books.@', 'info { x }'), entityNode('extra', 'book', 'info { x }')),
  );
  const book = { __typename: 'Book', id: '1' };
  const { sent, data, faults } = await executed(plan, (one) => {
    if (one.subgraph === 'books') return { data: { books: [{ ...book }, { ...book }, { ...book, id: '2' }], book: { ...book } } };
    return { data: entities(one, (id) => ({ info: { x: id } })), errors: [{ message: 'half', path: ['_entities', 0, 'info', 'x'] }] };
  });
  expect(sent[1]?.variables).toEqual({ representations: [book, { ...book, id: '2' }] });
  const info = { info: { x: '1' } };
  expect(data).toMatchObject({ books: [info, info, { info: { x: '2' } }], book: info });
  expect(faults).toMatchObject([{ path: ['books', 0, 'info', 'x'] }, { path: ['books', 1, 'info', 'x'] }, { path: ['book', 'info', 'x'] }]);
});

it('completes what it has shared among places separately afterwards', async () => {
  const plan = sequence(
    fetchNode('books', '{ a { __typename id } b { __typename id } }'),
    parallel(entityNode('extra', 'a', 'more { __typename id }'), entityNode('extra', 'b', 'more { __typename id }')),
    entityNode('last', 'a.more', 'only'),
  );
  const { data } = await executed(plan, (one) => {
    if (one.subgraph === 'books') return { data: { a: { __typename: 'Book', id: '1' }, b: { __typename: 'Book', id: '1' } } };
    return { data: entities(one, () => (one.subgraph === 'extra' ? { more: { __typename: 'Book', id: '7' } } : { only: 'a' })) };
  });
  expect(data).toMatchObject({ a: { more: { id: '7', only: 'a' } } });
  expect(data['b']).toEqual({ __typename: 'Book', id: '1', more: { __typename: 'Book', id: '7' } });
});

it('finds objects in lists of lists, each once where they are shared', async () => {
  const plan = sequence(
    fetchNode('books', '{ shelves { books { __typename id } } }'),
    entityNode('extra', 'shelves.@.@.books.@', 'author { __typename id }'),
    entityNode('last', 'shelves.@.@.books.@.author', 'name', { type: 'Any', requires: keyOf('Any', 'id') }),
  );
  const book = (id: string) => ({ __typename: 'Book', id });
  const { data, sent, faults } = await executed(plan, (one) => {
    if (one.subgraph === 'books') return { data: { shelves: [[{ books: [book('1'), book('1')] }, null], [{ books: [book('2')] }]] } };
    if (one.subgraph === 'extra') return { data: entities(one, () => ({ author: { __typename: 'Song', id: '9' } })) };
    return { data: { _entities: [{ name: 'n' }] }, errors: [{ message: 'x', path: ['_entities', 0, 'name'] }] };
  });
  const author = { __typename: 'Song', id: '9', name: 'n' };
  expect(data).toEqual({
    shelves: [
      [
        {
          books: [
            { ...book('1'), author },
            { ...book('1'), author },
          ],
        },
        null,
      ],
      [{ books: [{ ...book('2'), author }] }],
    ],
  });
  expect(sent[2]?.variables).toEqual({ representations: [{ __typename: 'Song', id: '9' }] });
  expect(faults.map((fault) => fault.kind === 'field' && fault.path)).toEqual([
    ['shelves', 0, 0, 'books', 0, 'author', 'name'],
    ['shelves', 0, 0, 'books', 1, 'author', 'name'],
    ['shelves', 1, 0, 'books', 0, 'author', 'name'],
  ]);
});

it.each<[string, unknown, unknown]>([
  ['into an entity', ['_entities', 1, 'info', 0], ['books', 1, 'info', 0]],
  ['to an entity', ['_entities', 0], ['books', 0]],
  ['to no entity in particular', ['_entities'], null],
  ['to an entity that was not asked for', ['_entities', 7, 'info'], null],
  ['elsewhere', ['books'], null],
  ['of an object', [{}], null],
  ['that is text', 'books', null],
  ['missing', undefined, null],
])('tells where in the response an error is whose path is %s', async (_, path, expected) => {
  const { faults } = await executed(sequence(books, entityNode('extra', 'books.@', 'info')), (one) =>
    one.subgraph === 'books' ? { data: bookList } : { data: entities(one, () => null), errors: [{ message: 'x', path }] },
  );
  expect(faults).toMatchObject([{ kind: 'field', path: expected, error: { path } }]);
});

it('tells errors of what was joined as the fetch of the plan would have got them', async () => {
  const { faults } = await executed(joined, (one) =>
    one.subgraph === 'books' ? { data: both } : { data: entities(one, () => null), errors: [{ message: 'x', path: ['e1', 0, 'minutes'] }] },
  );
  expect(faults).toMatchObject([
    { path: ['films', 0, 'minutes'], error: { path: ['_entities', 0, 'minutes'] }, fetch: { path: ['films', '@'], fields: ['minutes'] } },
  ]);
});

it.each<[string, unknown]>([
  ['a list for errors', { data: {}, errors: {} }],
  ['objects for errors', { data: {}, errors: ['x'] }],
  ['an object for data', { data: 'x' }],
  ['a list of entities', { data: { _entities: {} } }],
  ['as many entities as were asked for', { data: { _entities: [null] } }],
])('is a fetch without an answer unless it has %s', async (_, answer) => {
  const { faults, data } = await executed(sequence(books, entityNode('extra', 'books.@', 'title')), ({ subgraph }) =>
    subgraph === 'books' ? { data: bookList } : JSON.stringify(answer),
  );
  expect(faults).toMatchObject([{ kind: 'fetch', subgraph: 'extra', cause: expect.any(Error), fetch: { path: ['books', '@'] } }]);
  expect(data).toEqual(bookList);
});

describe('more entities than one request may ask for', () => {
  const manyBooks = Array.from({ length: 2_500 }, (_, index) => ({ __typename: 'Book', id: String(index) }));
  const asTitles = (one: Sent) => entities(one, (id) => ({ title: id }));

  it('are asked for in several, and each gets its own', async () => {
    // Some stand in the list twice.
    const books2 = [...manyBooks, ...manyBooks.slice(0, 10)];
    const { data, sent, faults } = await executed(sequence(books, entityNode('extra', 'books.@', 'title')), (one) =>
      one.subgraph === 'books' ? { data: { books: structuredClone(books2) } } : { data: asTitles(one) },
    );
    expect(faults).toEqual([]);
    expect(sent.slice(1).map(({ variables }) => (variables['representations'] as unknown[]).length)).toEqual([1_000, 1_000, 500]);
    expect(data['books']).toEqual(books2.map((book) => ({ ...book, title: book.id })));
  });

  it('are not joined with others', async () => {
    const { data, sent } = await executed(joined, (one) => {
      if (one.subgraph === 'books')
        return { data: { books: structuredClone(manyBooks.slice(0, 1_000)), films: structuredClone(both.films) } };
      return { data: one.query.includes('minutes') ? entities(one, (id) => ({ minutes: Number(id) })) : asTitles(one) };
    });
    expect(sent.slice(1).map(({ variables }) => (variables['representations'] as unknown[]).length)).toEqual([1_000, 1]);
    expect(data['films']).toEqual([{ ...both.films[0], minutes: 3 }]);
  });

  it('fail by request: what the others brought is kept, and errors stand where they belong', async () => {
    const { data, faults } = await executed(sequence(books, entityNode('extra', 'books.@', 'title')), (one) => {
      if (one.subgraph === 'books') return { data: { books: structuredClone(manyBooks) } };
      const [first] = one.variables['representations'] as { readonly id: string }[]; // sent by us
      if (first?.id === '1000') throw new Error('gone');
      const errors = first?.id === '2000' ? [{ message: 'no', path: ['_entities', 7, 'title'] }] : [];
      return { data: asTitles(one), errors };
    });
    expect(faults).toMatchObject([
      { kind: 'fetch', fetch: { path: ['books', '@'] } },
      { kind: 'field', path: ['books', 2_007, 'title'] },
    ]);
    const titled = (data['books'] as { readonly id: string; readonly title?: string }[]).filter(({ id, title }) => title === id);
    expect(titled).toHaveLength(1_500);
  });
});

it('takes null for errors for none', async () => {
  expect(await executed(books, () => '{"data":{"books":[]},"errors":null}')).toMatchObject({ data: { books: [] }, faults: [] });
});

it('sends the variables that a fetch uses, as the client gave them', async () => {
  const plan = sequence(
    fetchNode('books', 'query ($a: Int, $b: Int) { books { __typename id } films { __typename id } }', { variableUsages: ['a', 'b'] }),
    parallel(
      entityNode('extra', 'books.@', 'title(x: $b)', { variableUsages: ['b', 'constructor'] }),
      entityNode('extra', 'films.@', 'minutes', { type: 'Film' }),
    ),
  );
  const { sent } = await executed(plan, () => ({ data: both }), { variables: { a: null, b: { c: '"' }, more: 1 } });
  expect(sent.map(({ variables }) => variables)).toMatchObject([
    { a: null, b: { c: '"' } },
    { b: { c: '"' }, representations_0: bookList.books },
  ]);
  expect(sent[0]?.variables).not.toHaveProperty('more');
  expect(sent[1]?.variables).not.toHaveProperty('constructor');
});

it('does not join a fetch whose variable is named as ours are', async () => {
  const plan = sequence(
    fetchNode('books', '{ books { __typename id } films { __typename id } }'),
    parallel(
      entityNode('extra', 'books.@', 'title(x: $representations_0)', { variableUsages: ['representations_0'] }),
      entityNode('extra', 'films.@', 'minutes', { type: 'Film' }),
    ),
  );
  const { sent } = await executed(plan, () => ({ data: both }), { variables: { representations_0: 7 } });
  expect(sent.map(({ variables }) => variables)).toEqual([
    {},
    { representations_0: 7, representations: bookList.books },
    { representations: both.films },
  ]);
});

it('runs what its conditions let run, with the defaults of variables and whatever they are called', async () => {
  const plan = sequence(
    condition('constructor', books),
    condition('no', undefined, fetchNode('other', '{ x }')),
    condition('late', fetchNode('never', '{ y }')),
  );
  const conditions = [
    { name: 'constructor', default: true },
    { name: 'no', default: null },
    { name: 'late', default: true },
  ];
  const { sent } = await executed(plan, () => ({ data: {} }), { conditions, variables: { late: false } });
  expect(sent.map(({ subgraph }) => subgraph)).toEqual(['books', 'other']);
});

it('rewrites what it sends and what comes, by the types of the entities', async () => {
  const plan = sequence(
    fetchNode('books', '{ works { __typename id } }'),
    entityNode('extra', 'works.@', 'a: title', {
      type: 'Work',
      inputRewrites: [{ kind: 'ValueSetter', path: ['... on Work', '__typename'], setValueTo: 'Work' }],
      outputRewrites: [{ kind: 'KeyRenamer', path: ['... on Book', 'a'], renameKeyTo: 'title' }],
    }),
  );
  const works = [
    { __typename: 'Book', id: '1' },
    { __typename: 'Film', id: '2' },
    { __typename: 'Film', id: '1' },
  ];
  const { sent, data } = await executed(plan, (one) =>
    one.subgraph === 'books' ? { data: { works } } : { data: entities(one, (id) => ({ a: Number(id) - 1 })) },
  );
  expect(sent[1]?.variables).toEqual({ representations: ['1', '2'].map((id) => ({ __typename: 'Work', id })) });
  // Those that the subgraph takes for one keep their own types.
  expect(data['works']).toEqual([
    { ...works[0], title: 0 },
    { ...works[1], a: 1 },
    { ...works[2], title: 0 },
  ]);
});

it.each(['', 'a: '])('keeps the type of an entity of which a subgraph does not say it (%j)', async (alias) => {
  const outputRewrites = alias === '' ? [] : [{ kind: 'KeyRenamer' as const, path: ['a'], renameKeyTo: 'title' }];
  for (const type of [null, '', undefined]) {
    const plan = sequence(
      books,
      entityNode('extra', 'books.@', `__typename ${alias}title`, { outputRewrites }),
      entityNode('last', 'books.@', 'text', { requires: keyOf('Book', 'id', 'title') }),
    );
    const { data } = await executed(plan, (one) => {
      if (one.subgraph === 'books') return { data: bookList };
      return {
        data: entities(one, (id) => (one.subgraph === 'last' ? { text: id } : { __typename: type, [alias === '' ? 'title' : 'a']: id })),
      };
    });
    expect(data).toEqual({ books: bookList.books.map((book) => ({ ...book, title: book.id, text: book.id })) });
  }
});

it('asks a root type once for all objects that need it, and each gets its own', async () => {
  const plan = sequence(books, { kind: 'Flatten', path: ['books', '@'], node: fetchNode('other', '{ root { x } }') });
  const { data, sent, faults } = await executed(plan, ({ subgraph }) =>
    subgraph === 'books' ? { data: bookList } : { data: { root: { x: 1 } }, errors: [{ message: 'x', path: ['root'] }] },
  );
  expect(sent).toHaveLength(2);
  const [one, other] = data['books'] as { readonly root: object }[]; // as answered
  expect([one?.root, other?.root]).toEqual([{ x: 1 }, { x: 1 }]);
  expect(one?.root).not.toBe(other?.root);
  expect(faults).toMatchObject([{ path: ['books', 0, 'root'] }, { path: ['books', 1, 'root'] }]);
});

it('knows whether any text needs escaping', async () => {
  expect(await executed(books, () => '{"data":{"books":[{"id":"é"}]}}')).toMatchObject({ plain: true });
  expect(await executed(books, () => '{"data":{"books":[{"id":"\\n"}]}}')).toMatchObject({ plain: false });
  expect(await executed(books, () => ({ data: {} }))).toMatchObject({ plain: false });
});
