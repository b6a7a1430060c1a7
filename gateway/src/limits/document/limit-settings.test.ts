// The table of limits is what settings are made of.
import { describeSettings, readSettings } from '@tributary/config';
import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createDocumentCheck } from './document-check.ts';
import { defaultDocumentLimits, documentLimitNames, documentLimits, limitsBy } from './document-limits.ts';
import { documentLimitGroup, documentLimitSettings, documentLimitsOf } from './limit-settings.ts';

describe('settings of the limits', () => {
  it('are the defaults where nothing is set', () => {
    expect(documentLimitsOf(readSettings(documentLimitSettings, {}))).toEqual(defaultDocumentLimits);
    expect(documentLimitGroup.parse(undefined)).toEqual(defaultDocumentLimits);
  });

  it('are read from the environment and from a file', () => {
    expect(documentLimitsOf(readSettings(documentLimitSettings, { MAX_DEPTH: '12' }))).toEqual({ ...defaultDocumentLimits, depth: 12 });
    expect(documentLimitGroup.parse({ depth: 12 })).toEqual({ ...defaultDocumentLimits, depth: 12 });
  });

  it('are refused out of bounds, all at once', () => {
    const read = () => readSettings(documentLimitSettings, { MAX_DEPTH: '2', MAX_TOKENS: '1e9', MAX_ALIASES: '1.5' });
    expect(read).toThrow('MAX_TOKENS: is at most 20000\n  - MAX_DEPTH: is at least 3\n  - MAX_ALIASES: is not a whole number');
    expect(documentLimitGroup.safeParse({ depth: 2, unknown: 1 }).error?.issues).toHaveLength(2);
  });

  it('have a row of documentation each', () => {
    expect(describeSettings(documentLimitSettings)).toContain('| `MAX_ALIASES` | `50` | Most aliases, fragments expanded. |');
  });
});

describe('the table', () => {
  it('lets the introspection of an IDE pass, as low as its limits may be set', () => {
    const lowest = limitsBy((limit) => documentLimits[limit].min);
    expect(createDocumentCheck(lowest, new Map())(getIntrospectionQuery())).toBeNull();
  });

  it('has a code and a setting of its own for each limit, and defaults in bounds', () => {
    const rows = documentLimitNames.map((limit) => documentLimits[limit]);
    expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length);
    expect(new Set(rows.map(({ setting }) => setting)).size).toBe(rows.length);
    expect(rows.filter(({ min, max, default: fallback }) => fallback < min || fallback > max)).toEqual([]);
  });
});
