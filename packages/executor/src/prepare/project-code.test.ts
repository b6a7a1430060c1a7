// The code that writes answers against completion by the letter, on generated schemas, operations and trees.
import { buildSchema, Kind, parse } from 'graphql';
import { expect, it } from 'vitest';
import { type Completed, completeResponse } from '../complete/complete-response.ts';
import type { JsonObject } from '../execute/objects.ts';
import { Deopt, projectionLibraries } from '../execute/projection-library.ts';
import { responseNameOf } from '../planning/response-names.ts';
import { generateOperation } from '../testing/generate-operation.ts';
import { generateSchema } from '../testing/generate-schema.ts';
import { generateTree } from '../testing/generate-tree.ts';
import { forSeeds, type Random } from '../testing/random.ts';
import { projectCode } from './project-code.ts';
import { fragmentsOf, operationOf } from './selection-tree.ts';

interface Case {
  readonly sdl: string;
  readonly text: string;
  readonly data: JsonObject;
  readonly conditions?: Readonly<Record<string, boolean>>;
  readonly introspection?: Readonly<Record<string, unknown>>;
}

const isRefused = (error: unknown): null => {
  if (error instanceof Deopt) return null;
  throw error;
};

/** What each way of answering makes of a tree; null for a projection that leaves it to the slow way. */
function answers({ data, conditions: given = {}, introspection = {}, ...operation }: Case) {
  const answer = answering(operation.sdl, operation.text, Object.keys(given));
  return answer(data, Object.values(given), introspection);
}

function answering(sdl: string, text: string, conditions: readonly string[]) {
  const schema = buildSchema(sdl, { assumeValid: true });
  const document = parse(text);
  const common = { schema, operation: operationOf(document), fragments: fragmentsOf(document), responseNameOf };
  const compiled = (mode: 'text' | 'object', library: 'plain' | 'careful') => {
    const code = projectCode({ ...common, mode, conditions });
    if (code === null) throw new Error('The code is too large.');
    const run = new Function('lib', code)(projectionLibraries[library]);
    return (...given: readonly unknown[]) => {
      try {
        return run(...given);
      } catch (error) {
        return isRefused(error);
      }
    };
  };
  const inText = compiled('text', 'careful');
  const plain = compiled('text', 'plain');
  const inObjects = compiled('object', 'careful');
  return (data: JsonObject, values: readonly boolean[], introspection: Readonly<Record<string, unknown>> = {}) => {
    const given = new Map(conditions.map((name, index) => [name, values[index] ?? false]));
    const slow: Completed = completeResponse({ ...common, conditions: given, data, introspection });
    const all = [data, values, introspection];
    return { slow, text: inText(...all), plain: plain(...all), object: inObjects(...all) };
  };
}

/** An operation of a schema, and trees for it with all values of its conditions. */
function* generated(random: Random, trees: number, oddity: number) {
  const sdl = generateSchema(random);
  const schema = buildSchema(sdl, { assumeValid: true });
  const text = generateOperation(random, schema);
  const document = parse(text);
  const answer = answering(sdl, text, ['x', 'y']);
  for (let tree = 0; tree < trees; tree++) {
    const { data, odd } = generateTree({ random, schema, fragments: fragmentsOf(document), oddity }, operationOf(document).selectionSet);
    const parsed: JsonObject = JSON.parse(JSON.stringify(data));
    yield { operation: text, odd: odd > 0, ...answer(parsed, [tree % 2 === 0, tree % 4 < 2]) };
  }
}

it('writes what completion by the letter gives, byte for byte', () => {
  forSeeds(100, (random) => {
    for (const { operation, slow, text, object } of generated(random, 4, 0)) {
      const expected = JSON.stringify(slow.data);
      expect(slow.faults).toEqual([]);
      expect({ text, object: JSON.stringify(object) }, operation).toEqual({ text: expected, object: expected });
    }
  });
});

it('leaves to completion by the letter whatever the schema does not allow', () => {
  const counts = { odd: 0, refused: 0 };
  forSeeds(100, (random) => {
    for (const { operation, odd, slow, text, object } of generated(random, 8, 0.03)) {
      counts.odd += Number(odd);
      counts.refused += Number(text === null);
      // Not every odd tree is refused: what is missing may be null, what is left out may be anything.
      if (slow.faults.length > 0) expect({ text, object }, operation).toEqual({ text: null, object: null });
      else if (text !== null) expect([text, JSON.stringify(object)], operation).toEqual([JSON.stringify(slow.data), text]);
    }
  });
  expect(counts.odd).toBeGreaterThan(100);
  expect(counts.refused).toBeGreaterThan(50);
});

it('writes text without escapes as it is', () => {
  const sdl = 'type Query { a: String! }';
  expect(answers({ sdl, text: '{ a }', data: { a: 'é </script>' } }).plain).toBe('{"a":"é </script>"}');
});

it.each([
  ['a quote', '"'],
  ['a backslash', '\\'],
  ['a line end', '\n'],
  ['half a surrogate pair', '\ud800'],
  ['a control character', '\u0001'],
])('escapes %s', (_, value) => {
  const { text } = answers({ sdl: 'type Query { a: String! id: ID }', text: '{ a id }', data: { a: value, id: value } });
  expect(text).toBe(`{"a":${JSON.stringify(value)},"id":${JSON.stringify(value)}}`);
});

it('gives names that objects inherit as they were asked for', () => {
  const data: JsonObject = JSON.parse('{ "__as___proto__": "p", "__as_constructor": { "toString": 1 } }');
  const { text, object, slow } = answers({
    sdl: 'type Query { a: String b: T } type T { toString: Int valueOf: Int }',
    text: '{ __as___proto__: a __as_constructor: b { toString valueOf } }',
    data,
  });
  const expected = '{"__proto__":"p","constructor":{"toString":1,"valueOf":null}}';
  expect([text, JSON.stringify(object), JSON.stringify(slow.data)]).toEqual([expected, expected, expected]);
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
});

it.each([
  ['a list where an object belongs', { o: [] }],
  ['a list of objects where an object belongs', { o: [{ a: 1 }] }],
  ['text where an object belongs', { o: 'text' }],
  ['an object where a list belongs', { l: {} }],
  ['a fraction where an Int belongs', { i: 1.5 }],
  ['text where an Int belongs', { i: '1' }],
  ['an unknown enum value', { e: 'toString' }],
  ['a number where text belongs', { s: 1 }],
  ['a fraction where an ID belongs', { id: 1.5 }],
  ['true where a Float belongs', { f: true }],
  ['an object of an unknown type', { o: { __typename: 'Nowhere' } }],
])('refuses %s, which costs that field alone', (_, data) => {
  const sdl = 'type Query { o: T l: [T] i: Int e: E s: String id: ID f: Float b: Int } type T { a: Int } enum E { A }';
  const { slow, text, object } = answers({ sdl, text: '{ o { a } l { a } i e s id f b }', data: { ...data, b: 1 } });
  expect([text, object]).toEqual([null, null]);
  expect(slow.data).toEqual({ o: null, l: null, i: null, e: null, s: null, id: null, f: null, b: 1 });
  expect(slow.faults).toMatchObject([{ path: Object.keys(data) }]);
});

it('gives up on an operation whose code would be larger than it is worth', () => {
  const fields = Array.from({ length: 2_100 }, (_, index) => `f${index}: t { a }`).join(' ');
  const schema = buildSchema('type Query { t: T } type T { a: Int }');
  const document = parse(`{ ${fields} }`);
  const request = { schema, operation: operationOf(document), fragments: new Map(), responseNameOf, conditions: [] };
  expect(projectCode({ ...request, mode: 'text' })).toBeNull();
  expect(document.definitions[0]?.kind).toBe(Kind.OPERATION_DEFINITION);
});

it('puts introspection where it was asked for', () => {
  const introspection = { __schema: { a: '"' }, t: null };
  const { text, object } = answers({
    sdl: 'type Query { a: Int }',
    text: '{ a __schema { x } t: __type(name: "T") { x } }',
    data: {},
    introspection,
  });
  expect(text).toBe('{"a":null,"__schema":{"a":"\\""},"t":null}');
  expect(object).toEqual({ a: null, __schema: { a: '"' }, t: null });
});
