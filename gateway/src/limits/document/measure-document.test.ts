// What is counted in a document, and how little is looked at for it.
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type Measured, measureDocument } from './measure-document.ts';

function measured(text: string, maxSelections = 1_000) {
  const measure = measureDocument(parse(text), maxSelections);
  if (measure.kind === 'cyclic') throw new Error('It has a cycle.');
  return measure;
}
const found = (limit: Measured, text: string) => measured(text).found[limit].value;

/** Fragments that each spread the next one twice. */
const doubling = (levels: number) =>
  `${Array.from({ length: levels }, (_, i) => `fragment F${i} on T { ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F${levels} on T { a: b(c: [1, 2]) @d }`;

describe('depth', () => {
  it('counts fields in each other, the innermost too, but neither fragments nor edges and nodes', () => {
    expect(found('depth', '{ a { b } c }')).toBe(2);
    expect(found('depth', '{ a { ... { ... on T { b } } } }')).toBe(2);
    expect(found('depth', '{ a { edges { node { b } } nodes { b } } }')).toBe(3);
  });

  it('is that of the place where a fragment is spread, whichever comes first', () => {
    const fragment = 'fragment F on T { c { d } }';
    for (const spreads of ['...F a { b { ...F } }', 'a { b { ...F } } ...F']) {
      expect(found('depth', `{ ${spreads} } ${fragment}`)).toBe(4);
      expect(found('depth', `${fragment} { ${spreads} }`)).toBe(4);
    }
  });

  it('does not count introspection, which has a depth of its own', () => {
    const text = '{ a { b } __schema { types { ...T } } } fragment T on __Type { ofType { name } }';
    expect([found('depth', text), found('introspectionDepth', text)]).toEqual([2, 4]);
    expect(found('introspectionDepth', '{ ...Q } fragment Q on Query { x: __type(name: "A") { name } }')).toBe(2);
  });

  it('is told with the field that is deepest', () => {
    const { node } = measured('{ a { b } }').found.depth;
    expect(node.loc?.start).toBe(6);
  });
});

describe('fragments', () => {
  it('count as often as they are spread', () => {
    const text = `{ ...F0 } ${doubling(3)}`;
    expect(found('selections', text)).toBe(1 + 2 + 4 + 8 + 8);
    for (const limit of ['rootFields', 'aliases', 'directives'] as const) expect(found(limit, text)).toBe(8);
    expect(found('inputValues', text)).toBe(24);
    expect(found('nesting', text)).toBe(5);
  });

  it('that double hundreds of times are a number that stays one, for a look at each', () => {
    const text = `{ ...F0 } ${doubling(1_500)}`;
    const { found: numbers, visits } = measured(text);
    expect(numbers.selections.value).toBe(Number.MAX_SAFE_INTEGER);
    expect(visits).toBe(2 + 1_500 * 3 + 6);
  });

  it('that nobody uses count as operations do, but have no root fields', () => {
    const text = '{ a } fragment U on T { x: b @d c }';
    expect([found('selections', text), found('aliases', text), found('directives', text)]).toEqual([3, 1, 1]);
    expect(found('rootFields', text)).toBe(1);
  });

  it('of one name all count', () => {
    expect(found('depth', '{ ...F } fragment F on T { a { b { c } } } fragment F on T { a }')).toBe(3);
    expect(found('depth', '{ ...F } fragment F on T { a } fragment F on T { a { b { c } } }')).toBe(3);
  });

  it('that are not there count as the selection that spreads them', () => {
    expect(found('selections', '{ ...Missing a }')).toBe(2);
  });

  it.each([
    ['itself', '{ ...F } fragment F on T { a { ...F } }', 'F'],
    ['each other', '{ ...A } fragment A on T { ...B } fragment B on T { ... { ...A } }', 'A'],
    [
      'each other behind one that is in no circle',
      '{ ...X } fragment X on T { ...A } fragment A on T { ...B } fragment B on T { ...A }',
      'A',
    ],
    ['each other for nobody', '{ a } fragment A on T { ...B } fragment B on T { ...A }', 'A'],
  ])('may not spread %s', (_, text, closes) => {
    const measure = measureDocument(parse(text), 1_000);
    expect(measure).toMatchObject({ kind: 'cyclic', spread: { node: { name: { value: closes } } } });
  });
});

describe('a document', () => {
  it('has the sums of its operations, and the root fields of the largest', () => {
    const text = 'query A { x: a } query B { y: a z: b } { c }';
    expect([found('aliases', text), found('selections', text), found('rootFields', text)]).toEqual([3, 4, 2]);
  });

  it('has directives everywhere', () => {
    const text = 'query ($v: Int @d @d) @d { a @d(x: 1) ... @d { b } ...F @d } fragment F on T @d { c }';
    expect([found('directives', text), found('directivesPerPlace', text)]).toEqual([7, 2]);
  });

  it('has values in arguments, in directives and as defaults', () => {
    const text = 'query ($v: [Int] = [1, 2]) { a(b: { c: [[3], $v] }) @d(e: { f: 4 }) }';
    expect([found('inputValues', text), found('inputDepth', text), found('inputItems', text)]).toEqual([10, 3, 2]);
  });

  it('without an operation, or of types alone, has nothing', () => {
    expect(found('selections', 'type T { a: Int }')).toBe(0);
  });
});

describe('fields that meet', () => {
  it('are counted where they stand in the response, however they got there', () => {
    const text = '{ a { b } ... { a { b ...F } } ...G } fragment F on T { b } fragment G on T { x: a { b } a { b } }';
    expect(found('repeats', text)).toBe(4);
  });

  it('meet under their response names', () => {
    expect(found('repeats', '{ x: a x: a a y: a }')).toBe(2);
    expect(found('repeats', '{ a { c } b { c } }')).toBe(1);
  });

  it('are compared in pairs, and so are the sets that hold them', () => {
    expect(found('comparisons', '{ a a a a b }')).toBe(6);
    expect(found('comparisons', '{ ...F ...G } fragment F on T { a } fragment G on T { b }')).toBe(8);
  });

  it('are not looked at in documents that select too much', () => {
    expect(measured('{ a a a }', 2).found.repeats.value).toBe(0);
  });
});

describe('introspection', () => {
  it('is as large as the lists that are in each other', () => {
    expect(found('introspectionSize', '{ __schema { queryType { name } } }')).toBe(3);
    expect(found('introspectionSize', '{ __schema { types { fields { name } } } }')).toBe(1 + 1 + 100 + 1_000);
  });

  it('has the size of its fragments, once for each item of a list around them', () => {
    const text = '{ __schema { types { ...T } } } fragment T on __Type { fields { type { ...N } } } fragment N on __Type { name }';
    expect(found('introspectionSize', text)).toBe(1 + 1 + 100 + 1_000 + 1_000);
  });

  it('is not what fields of such names are elsewhere', () => {
    expect(found('introspectionSize', '{ types { fields { name } } }')).toBe(0);
  });
});
