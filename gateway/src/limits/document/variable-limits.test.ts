// Variables are held to the limits of input, whatever their shape.
import { describe, expect, it } from 'vitest';
import { variableLimits } from './variable-limits.ts';

const check = variableLimits({ inputDepth: 3, inputItems: 4, inputValues: 12, nameLength: 5 });
const codeOf = (variables: Readonly<Record<string, unknown>>) => check(variables)?.code ?? null;

describe('variables', () => {
  it('pass up to each limit, and are refused above it', () => {
    expect([{ a: [[[1]]] }, { a: [[[[]]]] }].map(codeOf)).toEqual([null, 'INPUT_TOO_DEEP']);
    expect([{ a: { b: { c: {} } } }, { a: { b: { c: { d: [] } } } }].map(codeOf)).toEqual([null, 'INPUT_TOO_DEEP']);
    expect([{ a: [1, 2, 3, 4] }, { a: { b: [1, 2, 3, 4, 5] } }].map(codeOf)).toEqual([null, 'INPUT_LIST_TOO_LONG']);
    expect(
      [
        { a: [[1, 2, 3], [4, 5, 6], [7]] },
        {
          a: [
            [1, 2, 3],
            [4, 5, 6],
            [7, 8, 9],
          ],
        },
      ].map(codeOf),
    ).toEqual([null, 'INPUT_TOO_LARGE']);
  });

  it('are counted together', () => {
    expect(codeOf({ a: [1, 2, 3], b: [1, 2, 3], c: [1, 2, 3, 4] })).toBe('INPUT_TOO_LARGE');
    expect(codeOf(Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`v${index}`, null])))).toBe('INPUT_TOO_LARGE');
  });

  it('of simple values pass', () => {
    expect([{}, { a: 1, b: null, c: 'x', d: true }].map(codeOf)).toEqual([null, null]);
  });

  it('nested 100,000 levels deep overflow nothing', () => {
    const text = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(codeOf(JSON.parse(text))).toBe('INPUT_TOO_DEEP');
  });

  it('are told by their names, as far as those may be long', () => {
    expect(check({ fine: 1, abcdefgh: [1, 2, 3, 4, 5] })).toEqual({
      code: 'INPUT_LIST_TOO_LONG',
      message: 'A list of the input is too long: 5 found, at most 4 allowed. It is in variable "$abcde".',
    });
  });

  it('named like members of every object are values like others', () => {
    expect(codeOf(JSON.parse('{"__proto__": [[[[]]]], "constructor": 1}'))).toBe('INPUT_TOO_DEEP');
  });
});
