// Merging in place, with and without generated code.
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { assignCode } from '../prepare/assign-code.ts';
import { forSeeds, type Random } from '../testing/random.ts';
import type { Assign } from './executable-plan.ts';
import { copy, merge, mergeField } from './merge.ts';
import { define, isObject, type JsonObject, own, put } from './objects.ts';

const merged = (target: JsonObject, source: JsonObject, share = true): JsonObject => {
  merge(target, source, share);
  return target;
};

describe('a merge', () => {
  it('replaces values, merges objects, and merges lists of the same length item by item', () => {
    const target = { a: 1, b: { c: 1, d: [{ e: 1 }, { e: 2 }] }, f: [1, 2], g: { h: 1 }, i: null };
    const source = { a: 2, b: { d: [{ f: 1 }, { f: 2 }] }, f: [3], g: null, i: { j: 1 } };
    const expected = {
      a: 2,
      b: {
        c: 1,
        d: [
          { e: 1, f: 1 },
          { e: 2, f: 2 },
        ],
      },
      f: [3],
      g: null,
      i: { j: 1 },
    };
    expect(merged(target, source)).toEqual(expected);
  });

  it('merges lists in lists, and replaces items of another kind', () => {
    expect(merged({ a: [[{ b: 1 }], [1]] }, { a: [[{ c: 2 }], [2, 3]] })).toEqual({ a: [[{ b: 1, c: 2 }], [2, 3]] });
    expect(merged({ a: [{ b: 1 }, null, 1] }, { a: [null, { b: 2 }, [1]] })).toEqual({ a: [null, { b: 2 }, [1]] });
  });

  it('leaves what the source does not have', () => {
    expect(merged({ a: 1 }, { a: undefined, b: undefined })).toEqual({ a: 1 });
  });

  it('takes names that objects inherit for fields, and leaves what objects inherit alone', () => {
    const source: JsonObject = JSON.parse('{ "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } } }');
    const target = merged(merged({}, source), JSON.parse('{ "__proto__": { "more": 2 } }'));
    expect(JSON.stringify(target)).toBe('{"__proto__":{"polluted":1,"more":2},"constructor":{"prototype":{"polluted":1}}}');
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
    expect({}).not.toHaveProperty('polluted');
  });

  it('copies what it takes over unless it may share it', () => {
    const source = { a: { b: [{ c: 1 }] } };
    expect(own(merged({}, source), 'a')).toBe(source.a);
    const copied = merged({}, source, false);
    expect(copied).toEqual(source);
    expect(copied['a']).not.toBe(source.a);
    const list = merged({ a: { b: [null] } }, source, false);
    expect(list).toEqual(source);
    expect(JSON.stringify(copy(JSON.parse('[{ "__proto__": [1] }]')))).toBe('[{"__proto__":[1]}]');
  });
});

const names = ['a', 'b', 'c', '__typename', '__as_x', 'constructor', '__proto__', 'hasOwnProperty'];

/** Fields that are leaves (or lists of them) stay so; objects have the same shape wherever they stand. */
function generateValue(random: Random, name: string, depth: number): unknown {
  if (name === '__typename') return 'T';
  if (random.chance(0.15)) return null;
  if (['a', 'b'].includes(name) || depth > 2) return random.below(9);
  if (name === 'c') return Array.from({ length: random.below(3) }, () => generateObject(random, depth + 1));
  return generateObject(random, depth + 1);
}

function generateObject(random: Random, depth: number): JsonObject {
  const object: JsonObject = {};
  for (const name of random.some(names, 1 + random.below(names.length))) put(object, name, generateValue(random, name, depth));
  return object;
}

const leaves: ReadonlySet<string> = new Set(['a', 'b', '__typename']);

it('generated code assigns what a merge would', () => {
  forSeeds(400, (random) => {
    const target = generateObject(random, 0);
    const source = generateObject(random, 0);
    const fields = Object.keys(source).map((name) => (leaves.has(name) ? name : `${name}: o { x }`));
    const code = assignCode(parse(`{ _entities { ... on T { ${fields.join(' ')} } } }`));
    const assign: Assign = new Function('own', 'define', 'put', 'isAbstract', `'use strict'; return ${code};`)(
      own,
      define,
      mergeField,
      () => false,
    );
    const share = random.chance(0.5);
    const expected = merged(cloned(target), cloned(source), share);
    const before = JSON.stringify(source);
    assign(target, source, share);
    expect(JSON.stringify(target)).toBe(JSON.stringify(expected));
    expect(JSON.stringify(source), 'a shared object may be merged into later, not now').toBe(before);
    if (!share)
      for (const name of Object.keys(source)) if (isObject(own(source, name))) expect(own(target, name)).not.toBe(own(source, name));
  });
});

const cloned = (value: JsonObject): JsonObject => JSON.parse(JSON.stringify(value));

it.each([
  ['several type conditions', '{ ... on A { a } ... on B { b } }'],
  ['fragments below the type condition', '{ ... on A { a ... on B { b } } }'],
  ['fields beside the type condition', '{ ... on A { a } b }'],
  ['no type condition', '{ __typename }'],
])('has no code for %s', (_, set) => {
  expect(assignCode(parse(`{ _entities ${set} }`))).toBeNull();
});

it('has no code for a fetch of a root type made of a fragment', () => {
  expect(assignCode(parse('{ ... on Query { a } }'))).toBeNull();
});
