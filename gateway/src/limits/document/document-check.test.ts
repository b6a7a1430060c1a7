// A document is judged once; what is remembered of a refusal is its hash.
import { describe, expect, it } from 'vitest';
import { createDocumentCheck } from './document-check.ts';
import { defaultDocumentLimits } from './document-limits.ts';
import type { LimitFault } from './limit-fault.ts';

function checkOf(limits = defaultDocumentLimits) {
  const refusals = new Map<string, LimitFault>();
  return { refusals, check: createDocumentCheck(limits, refusals) };
}

describe('the check of a document', () => {
  it('is of the text, then of the syntax tree', () => {
    const { check } = checkOf({ ...defaultDocumentLimits, tokens: 20, depth: 2 });
    expect(check('{ a { b } }')).toBeNull();
    expect(check('{ a { b { c } } }')?.code).toBe('OPERATION_TOO_DEEP');
    expect(check(`{ a { b { ${'c '.repeat(20)} } } }`)?.code).toBe('TOO_MANY_TOKENS');
  });

  it('leaves bad syntax to others', () => {
    const { check, refusals } = checkOf();
    expect([check('{ a '), check(''), check('?'), refusals.size]).toEqual([null, null, null, 0]);
  });

  it('gives a refusal again without looking', () => {
    const { check, refusals } = checkOf({ ...defaultDocumentLimits, depth: 1 });
    const first = check('{ a { b } }');
    expect(refusals.size).toBe(1);
    expect(check('{ a { b } }')).toBe(first);
    expect([...refusals.keys()].map((key) => key.length)).toEqual([44]);
  });

  it('remembers neither what passes nor what is too large to look at', () => {
    const { check, refusals } = checkOf();
    expect([check('{ a }'), check(' '.repeat(100_001))?.code, refusals.size]).toEqual([null, 'DOCUMENT_TOO_LARGE', 0]);
  });
});
