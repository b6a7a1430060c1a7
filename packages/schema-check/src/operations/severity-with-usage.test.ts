// Which operations count, and what a change is for them.
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { diffSchemas } from '../diff/diff-schemas.ts';
import type { UsageEntry } from '../model.ts';
import { affectedOperations, judgedOperations } from './affected-operations.ts';
import { countedOperations, everyOperation, severityWithUsage } from './severity-with-usage.ts';

const base = buildSchema('type Query { a: Int b: Int }');
const head = buildSchema('type Query { a: Int }');
const changes = diffSchemas(base, head);
const now = new Date('2026-01-31T00:00:00Z');
const entry = (given: Partial<UsageEntry>): UsageEntry => ({
  ...{ document: '{ b }', name: null, client: 'web', version: '1', count: 10, lastSeen: '2026-01-30T00:00:00Z', origin: 'usage.jsonl' },
  ...given,
});

function countedWith(thresholds: Partial<typeof everyOperation>, usage: readonly UsageEntry[]): number {
  return countedOperations(affectedOperations(base, head, changes, usage), usage, { ...everyOperation, ...thresholds }, now).length;
}

test('a broken operation is told once for each client, with the reason and the changes', () => {
  const affected = affectedOperations(base, head, changes, [entry({}), entry({ client: 'app' }), entry({ document: '{ a }' })]);
  expect(affected.map(({ operation, status }) => [operation.client, status])).toEqual([
    ['web', 'broken'],
    ['app', 'broken'],
  ]);
  expect(affected[0]?.reason).toBe('Cannot query field "b" on type "Query". Did you mean "a"?');
  expect(affected[0]?.changes).toEqual(changes.map(({ fingerprint }) => fingerprint));
});

test('the executions of all clients of an operation count together', () => {
  const usage = [entry({ count: 6 }), entry({ client: 'app', count: 6 })];
  expect(countedWith({ minCount: 12 }, usage)).toBe(2);
  expect(countedWith({ minCount: 13 }, usage)).toBe(0);
});

test('a share is one of all executions that count', () => {
  const usage = [entry({ count: 5 }), entry({ document: '{ a }', count: 95 })];
  expect(countedWith({ minShare: 0.05 }, usage)).toBe(1);
  expect(countedWith({ minShare: 0.06 }, usage)).toBe(0);
  expect(
    countedWith({ minShare: 0.06, excludedClients: ['load-test'] }, [
      usage[0] ?? entry({}),
      entry({ document: '{ a }', client: 'load-test', count: 95 }),
    ]),
  ).toBe(1);
});

test('what was last seen before the window and what excluded clients send does not count', () => {
  expect(countedWith({ windowDays: 7 }, [entry({ lastSeen: '2026-01-20T00:00:00Z' })])).toBe(0);
  expect(countedWith({ windowDays: 30 }, [entry({ lastSeen: '2026-01-20T00:00:00Z' })])).toBe(1);
  expect(countedWith({ excludedClients: ['web'] }, [entry({})])).toBe(0);
});

test('an operation that was never measured counts whatever the thresholds', () => {
  expect(countedWith({ minCount: 1000, minShare: 0.5, windowDays: 1 }, [entry({ lastSeen: null, count: 0 })])).toBe(1);
});

test('a breaking change that no counted operation feels is safe and needs no way out', () => {
  expect(severityWithUsage(changes, []).map(({ severity, suggestion }) => [severity, suggestion])).toEqual([['safe', null]]);
});

test('what base refuses already is not broken by the change, and is named', () => {
  const usage = [entry({ document: '{ unknown }' }), entry({ document: '{' })];
  expect(affectedOperations(base, head, changes, usage)).toEqual([]);
  expect(judgedOperations(base, base, [], usage).invalid.map(({ reason }) => reason)).toEqual([
    'Cannot query field "unknown" on type "Query".',
    'Syntax Error: Expected Name, found <EOF>.',
  ]);
});
