// Snapshots of usage, written and read.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mergedUsage, missedLine, parseSnapshot, snapshotLine, type UsageEntry } from './snapshots.ts';

const entry: UsageEntry = {
  document: 'query A { a }',
  name: 'A',
  client: 'web',
  version: '1',
  count: 2,
  lastSeen: '2026-11-20T00:00:00Z',
  origin: 'u.jsonl',
  uses: { selected: ['Query.a'] },
};

it('the documentation shows lines as they are', () => {
  const page = readFileSync(new URL('../../../docs/usage.md', import.meta.url), 'utf8');
  const [, line = ''] = /```json\n([^`]+)```/.exec(page) ?? [];
  const parsed = parseSnapshot(line, 'docs');
  expect(parsed.kind === 'usage' && parsed.entries.map(snapshotLine)).toEqual([line]);
});

describe('snapshots', () => {
  it('come back as they were written', () =>
    expect(parseSnapshot(snapshotLine(entry), 'u.jsonl')).toEqual({ kind: 'usage', entries: [entry], missed: 0 }));

  it('may know nothing of uses', () => {
    const { uses: _, ...bare } = entry;
    expect(parseSnapshot(snapshotLine(bare), 'u.jsonl')).toMatchObject({ entries: [{ ...bare, uses: null }] });
  });

  it('tell of what they have missed', () =>
    expect(parseSnapshot(`${missedLine(3)}${snapshotLine(entry)}${missedLine(4)}`, 'u.jsonl')).toEqual({
      kind: 'usage',
      entries: [entry],
      missed: 7,
    }));

  it.each([
    ['{', 'it is not a JSON object.'],
    ['{"v":2}', 'it is of version 2; this reads version 1.'],
    ['{"v":1}', 'it has no "document".'],
    ['{"v":1,"missed":-1}', 'it has no "document".'],
    ['{"v":1,"document":"{a}","count":0}', '"count" is not a whole number above 0.'],
    ['{"v":1,"document":"{a}","count":1,"client":1}', '"name", "client" and "version" are texts or null.'],
    ['{"v":1,"document":"{a}","count":1,"lastSeen":"soon"}', '"lastSeen" is neither a time nor null.'],
    ['{"v":1,"document":"{a}","count":1,"uses":{"selected":[1]}}', '"uses" is not an object with lists of coordinates.'],
    ['{"v":1,"document":"{a}","count":1,"uses":"all"}', '"uses" is not an object with lists of coordinates.'],
  ])('%s is refused with its line', (line, problem) =>
    expect(parseSnapshot(`${snapshotLine(entry)}\n${line}`, 'u.jsonl')).toEqual({ kind: 'bad', problem: `u.jsonl:3: ${problem}` }),
  );
});

describe('merged usage', () => {
  it('adds up what is known of one operation of one client, and is of whoever saw it last', () => {
    const later = {
      ...entry,
      count: 3,
      lastSeen: '2026-11-21T00:00:00Z',
      origin: 'v.jsonl',
      uses: { omitted: ['Query.a(b:)'], selected: ['Query.a'] },
    };
    const expected = [
      { ...later, count: 5, uses: { selected: ['Query.a'], omitted: ['Query.a(b:)'] } },
      { ...entry, client: 'app' },
    ];
    expect(mergedUsage([entry, later, { ...entry, client: 'app' }])).toEqual(expected);
    expect(mergedUsage([later, entry, { ...entry, client: 'app' }])).toEqual(expected);
  });

  it('knows no uses where one of its sources knows none', () =>
    expect(mergedUsage([entry, { ...entry, uses: null }])).toMatchObject([{ count: 4, uses: null }]));
});
