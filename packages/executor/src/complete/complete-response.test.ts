// Completion by the letter: what it makes of trees, and that it is what @apollo/gateway makes of them.
import { createRequire } from 'node:module';
import { operationFromDocument, buildSchema as plannersSchema } from '@apollo/federation-internals';
import { buildSchema, type GraphQLError, parse } from 'graphql';
import { expect, it } from 'vitest';
import type { JsonObject } from '../execute/objects.ts';
import { responseNameOf } from '../planning/response-names.ts';
import { fragmentsOf, operationOf } from '../prepare/selection-tree.ts';
import { generateOperation } from '../testing/generate-operation.ts';
import { generateSchema } from '../testing/generate-schema.ts';
import { generateTree } from '../testing/generate-tree.ts';
import { forSeeds } from '../testing/random.ts';
import { type Completed, completeResponse } from './complete-response.ts';

interface Stock {
  computeResponse(request: {
    readonly operation: ReturnType<typeof operationFromDocument>;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly input: JsonObject;
    readonly introspectionHandling: () => unknown;
  }): { readonly data: JsonObject | null; readonly errors: readonly GraphQLError[] };
}

const { computeResponse }: Stock = createRequire(import.meta.url)('@apollo/gateway/dist/resultShaping.js');

function completed(sdl: string, text: string, data: JsonObject, conditions: Readonly<Record<string, boolean>> = {}): Completed {
  const document = parse(text);
  return completeResponse({
    schema: buildSchema(sdl, { assumeValid: true }),
    operation: operationOf(document),
    fragments: fragmentsOf(document),
    conditions: new Map(Object.entries(conditions)),
    data,
    introspection: null,
    responseNameOf,
  });
}

/** Null where it refuses the whole response. */
function stockCompleted(sdl: string, text: string, input: JsonObject, variables: Readonly<Record<string, boolean>>): Completed | null {
  const operation = operationFromDocument(plannersSchema(sdl), parse(text), { validate: false });
  try {
    const { data, errors } = computeResponse({ operation, variables, input, introspectionHandling: () => null });
    return { data, faults: errors.map(({ message, path }) => ({ message, path: path ?? [] })) };
  } catch {
    return null;
  }
}

/** Stock gives fields of fragments that it merges at the place of the first; so what it meets before a null that ends an object may be other faults. */
function sorted({ data, faults }: Completed) {
  const byName = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(byName);
    if (typeof value !== 'object' || value === null) return value;
    return Object.entries(value)
      .map(([name, below]) => [name, byName(below)])
      .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  };
  return { data: byName(data), faults: faults.map(({ message, path }) => `${path.join('.')}: ${message}`).toSorted() };
}

it('completes generated trees as @apollo/gateway does, wherever that does not refuse the whole', () => {
  const counts = { equal: 0, faults: 0 };
  forSeeds(100, (random) => {
    const sdl = generateSchema(random);
    const schema = buildSchema(sdl, { assumeValid: true });
    const text = generateOperation(random, schema);
    const document = parse(text);
    const request = { random, schema, fragments: fragmentsOf(document), oddity: 0.08, typed: true };
    for (let tree = 0; tree < 6; tree++) {
      const data: JsonObject = JSON.parse(JSON.stringify(generateTree(request, operationOf(document).selectionSet).data));
      const conditions = { x: tree % 2 === 0, y: tree % 4 < 2 };
      const stock = stockCompleted(sdl, text, structuredClone(data), conditions);
      const ours = completed(sdl, text, data, conditions);
      if (stock === null) continue;
      counts.equal += 1;
      counts.faults += Number(stock.faults.length > 0);
      const [expected, actual] = [sorted(stock), sorted(ours)];
      const isCut = stock.faults.some(({ message }) => message.startsWith('Cannot return null'));
      if (isCut) expect(actual.faults.length > 0).toBe(true);
      expect(isCut ? actual.data : actual, `${text}\n${JSON.stringify(data)}`).toEqual(isCut ? expected.data : expected);
    }
  });
  expect(counts.equal).toBeGreaterThan(300);
  expect(counts.faults).toBeGreaterThan(50);
});

const works = `interface Work { title: String! } union Any = Book | Film
  type Book implements Work { title: String! pages: Int! similar: [Work!] } type Film implements Work { title: String! minutes: Int }
  type Query { work: Work any: Any book: Book books: [Book!]! shelves: [[Book!]]! rating: Float id: ID }`;

it('makes the nearest nullable parent null, and says where the value was missing', () => {
  const text = '{ books { title similar { title } } shelves { pages } }';
  const data = { books: [{ title: 'a', similar: [{ __typename: 'Film', title: null }] }], shelves: [[{ pages: 1 }], [{ pages: null }]] };
  expect(completed(works, text, data)).toEqual({
    data: { books: [{ title: 'a', similar: null }], shelves: [[{ pages: 1 }], null] },
    faults: [
      { message: 'Cannot return null for non-nullable field Film.title.', path: ['books', 0, 'similar', 0, 'title'] },
      { message: 'Cannot return null for non-nullable field Book.pages.', path: ['shelves', 1, 0, 'pages'] },
    ],
  });
  expect(completed(works, '{ books { title } }', { books: [null] })).toEqual({
    data: null,
    faults: [{ message: 'Cannot return null for non-nullable array element of type Book at index 0.', path: ['books', 0] }],
  });
});

it('says the type that an object has rather than that of its field', () => {
  const data = { book: { __typename: 'Film', t: 'Film' }, work: { __typename: 'Nowhere' }, any: {} };
  expect(completed(works, '{ book { t: __typename __typename } work { title } any { __typename } }', data)).toEqual({
    data: { book: { t: 'Film', __typename: 'Film' }, work: null, any: null },
    faults: [{ message: 'Invalid __typename found for object at field Query.work.', path: ['work'] }],
  });
});

it('keeps what fragments on wider types select of an object that does not say its type', () => {
  const data = { book: { title: 'a', pages: 1 } };
  const text = '{ book { ... on Work { title ... on Book { pages } ... on Any { ... on Book { p: title } } } ... on Film { minutes } } }';
  expect(completed(works, text, { book: { ...data.book, p: 'b' } })).toEqual({
    data: { book: { title: 'a', pages: 1, p: 'b' } },
    faults: [],
  });
});

it('costs a value that has the wrong shape its own field only', () => {
  const text = '{ book { title } books { title } rating id }';
  expect(completed(works, text, { book: [{ title: 'a' }], books: [], rating: 'high', id: { a: 1 } })).toEqual({
    data: { book: null, books: [], rating: null, id: null },
    faults: ['book', 'rating', 'id'].map((field) => ({ message: `Invalid value found for field Query.${field}.`, path: [field] })),
  });
});

it('tells names as the client gave them', () => {
  const text = '{ __as___proto__: books { __as_title: title } }';
  const data: JsonObject = JSON.parse('{ "__as___proto__": [{ "__as_title": null }] }');
  expect(completed(works, text, data)).toEqual({
    data: null,
    faults: [{ message: 'Cannot return null for non-nullable field Book.title.', path: ['__proto__', 0, 'title'] }],
  });
});

it('gives nothing for an operation of a type that the schema does not have', () => {
  expect(completed(works, 'mutation { a }', { a: 1 })).toEqual({ data: null, faults: [] });
});
