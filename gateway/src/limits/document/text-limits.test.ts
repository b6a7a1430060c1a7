// What a text may be is decided token by token, before anything recurses.
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { textLimits } from './text-limits.ts';

const check = textLimits({ characters: 200, tokens: 20, nameLength: 8, nesting: 4 });
const codeOf = (text: string) => check(text)?.code ?? null;

describe('a text', () => {
  it('passes up to each limit, and is refused above it', () => {
    expect([`{a}${' '.repeat(197)}`, `{a}${' '.repeat(198)}`].map(codeOf)).toEqual([null, 'DOCUMENT_TOO_LARGE']);
    expect([18, 19].map((fields) => codeOf(`{${'a '.repeat(fields)}}`))).toEqual([null, 'TOO_MANY_TOKENS']);
    expect(['{abcdefgh}', '{abcdefghi}'].map(codeOf)).toEqual([null, 'NAME_TOO_LONG']);
    expect(['{a{a{a{a}}}}', '{a{a{a{a{a}}}}}'].map(codeOf)).toEqual([null, 'DOCUMENT_TOO_NESTED']);
  });

  it('has a token for whatever the parser counts as one', () => {
    const text = '# comment\nquery ($a: [Int!] = [1, -2.5]) { ... on T @d(x: "s", y: """b""") { a: b(c: $a) } }';
    const { length } = [...text.matchAll(/"""b"""|"s"|-2\.5|\w+|\.\.\.|[[\](){}:$@!=]/g)].slice(1);
    expect(() => parse(text, { maxTokens: length })).not.toThrow();
    expect(() => parse(text, { maxTokens: length - 1 })).toThrow('Parsing aborted');
    const limits = { characters: 1_000, nameLength: 10, nesting: 10 };
    expect([length, length - 1].map((tokens) => textLimits({ ...limits, tokens })(text)?.code)).toEqual([undefined, 'TOO_MANY_TOKENS']);
  });

  it('is nested by brackets of every kind', () => {
    expect(['{a(b:[[1]])}', '{a(b:[[[1]]])}', '{a(b:{c:{}})}', '{a(b:{c:{d:{}}})}'].map(codeOf)).toEqual([
      null,
      'DOCUMENT_TOO_NESTED',
      null,
      'DOCUMENT_TOO_NESTED',
    ]);
    expect(codeOf('query($a:[[[[I]]]]){a}')).toBe('DOCUMENT_TOO_NESTED');
  });

  it('is refused for brackets that are never closed, and not for brackets that stand beside each other', () => {
    expect(codeOf('{{{{{')).toBe('DOCUMENT_TOO_NESTED');
    expect(codeOf('{a{b}c{d}e{f}g{h}}')).toBeNull();
  });

  it('is refused with what was found and where', () => {
    expect(check('{\n  a\n  abcdefghi\n}')).toEqual({
      code: 'NAME_TOO_LONG',
      message: 'A name is too long: 9 found, at most 8 allowed.',
      locations: [{ line: 3, column: 3 }],
    });
    expect(check(' '.repeat(300))).toEqual({
      code: 'DOCUMENT_TOO_LARGE',
      message: 'Too many characters: 300 found, at most 200 allowed.',
    });
  });

  it('is left to the parser when it has bad syntax', () => {
    expect(['{a(b: "', '{a ?}', '', '}}}'].map(codeOf)).toEqual([null, null, null, null]);
  });
});
