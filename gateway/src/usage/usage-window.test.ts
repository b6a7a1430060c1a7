// What a window counts, and where it stops.
import { createOperationReader, parseSnapshot } from '@tributary/usage';
import { buildSchema, parse } from 'graphql';
import { expect, it } from 'vitest';
import { createUsageWindow, type UsageWindow } from './usage-window.ts';

const reader = createOperationReader(buildSchema('type Query { a(b: Int): Int c: Int }'));
const a = reader(parse('query A($b: Int) { a(b: $b) }'), null);
const c = reader(parse('query C { c }'), null);
const web = { name: 'web', version: '1' };

function told(window: UsageWindow) {
  const parsed = parseSnapshot([...window.lines()].join(''), 'u.jsonl');
  if (parsed.kind === 'bad') throw new Error(parsed.problem);
  const { entries, missed } = parsed;
  return { entries: entries.map(({ name, client, version, count, lastSeen }) => [name, client, version, count, lastSeen]), missed };
}

it('a line is an operation of a client and a version, with how often and when it was last seen', () => {
  const window = createUsageWindow(10);
  window.count(a, {}, web, 1_000);
  window.count(a, {}, web, 2_000);
  window.count(a, {}, { name: 'web', version: '2' }, 2_000);
  window.count(c, {}, { name: null, version: null }, 3_000);
  expect(told(window)).toEqual({
    entries: [
      ['A', 'web', '1', 2, '1970-01-01T00:00:02.000Z'],
      ['A', 'web', '2', 1, '1970-01-01T00:00:02.000Z'],
      ['C', null, null, 1, '1970-01-01T00:00:03.000Z'],
    ],
    missed: 0,
  });
});

it('each line knows what its own requests have used', () => {
  const window = createUsageWindow(10);
  window.count(a, { b: 1 }, web, 0);
  window.count(a, {}, { name: 'app', version: null }, 0);
  const parsed = parseSnapshot([...window.lines()].join(''), 'u.jsonl');
  expect(parsed).toMatchObject({
    entries: [
      { client: 'web', uses: { provided: ['Int', 'Query.a(b:)'] } },
      { client: 'app', uses: { omitted: ['Query.a(b:)'] } },
    ],
  });
});

it('executions of operations that there is no room for are missed, and told', () => {
  const window = createUsageWindow(1);
  window.count(a, {}, web, 0);
  window.count(c, {}, web, 0);
  window.count(c, {}, web, 0);
  window.miss();
  expect(told(window)).toMatchObject({ entries: [['A', 'web', '1', 1, expect.any(String)]], missed: 3 });
  expect(window.executions).toBe(4);
});

it('clients that invent names count together, and take no place from other operations', () => {
  const window = createUsageWindow(50);
  for (let index = 0; index < 1_000; index += 1) window.count(a, {}, { name: `invented ${index}`, version: null }, 0);
  window.count(c, {}, web, 0);
  const { entries, missed } = told(window);
  expect(entries).toHaveLength(102);
  expect(entries.at(-2)).toEqual(['A', null, null, 900, expect.any(String)]);
  expect(entries.at(-1)).toEqual(['C', 'web', '1', 1, expect.any(String)]);
  expect(missed).toBe(0);
});

it('variables nested deeper than can be read are taken to have held anything', () => {
  const recursive = buildSchema('input In { in: In x: Int } type Query { a(in: In): Int }');
  let value: object = {};
  for (let depth = 0; depth < 100_000; depth += 1) value = [value];
  const window = createUsageWindow(10);
  window.count(createOperationReader(recursive)(parse('query A($in: In) { a(in: $in) }'), null), { in: value }, web, 0);
  expect(parseSnapshot([...window.lines()].join(''), 'u.jsonl')).toMatchObject({
    entries: [{ count: 1, uses: { null: expect.arrayContaining(['In.x', 'Query.a(in:)']) } }],
  });
});

it('a document larger than all that is kept is missed', () => {
  const window = createUsageWindow(10);
  window.count({ ...a, document: 'x'.repeat(17 * 1024 * 1024) }, {}, web, 0);
  expect(window.missed).toBe(1);
});
