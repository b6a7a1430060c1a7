// Known operations, from the files of an application.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkOptionsOf } from './check-options.ts';
import { readUsage } from './read-usage.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-usage-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('documents of files and sources share their fragments', () => {
  file('a.graphql', 'fragment F on Query { a }');
  file('b.ts', 'const B = gql`query B { ...F } ${F}`;');
  expect(
    readUsage([folder]).entries.map(({ name, document, origin }) => [name, document.replaceAll(/\s+/g, ' '), origin.split('/').at(-1)]),
  ).toEqual([['B', 'query B { ...F } fragment F on Query { a }', 'b.ts:1']]);
});

it('manifests are read where they are named', () =>
  expect(readUsage([file('m.json', '{"1":"query A { a }"}')]).entries.map(({ name }) => name)).toEqual(['A']));

describe('snapshots', () => {
  const line = (given: object) =>
    `${JSON.stringify({ v: 1, document: 'query A { a }', name: 'A', client: 'web', version: '1', count: 2, lastSeen: '2026-11-20T10:00:00Z', ...given })}\n`;
  const told = (patterns: readonly string[], earliest?: Date) =>
    readUsage(patterns, earliest).entries.map(({ client, count, lastSeen }) => [client, count, lastSeen]);
  const usage = mkdtempSync(join(tmpdir(), 'tributary-snapshots-'));
  writeFileSync(join(usage, 'one.jsonl'), `${line({})}${line({ client: 'app' })}`);
  writeFileSync(join(usage, 'two.jsonl'), `{"v":1,"missed":3}\n${line({ count: 5, lastSeen: '2026-11-22T10:00:00Z' })}`);
  writeFileSync(join(usage, 'two.jsonl.part'), '{');
  afterAll(() => rmSync(usage, { recursive: true, force: true }));

  it.each([
    ['a folder', [usage]],
    ['a pattern', [join(usage, '*.jsonl')]],
    ['files, of which one is named twice', [join(usage, 'two.jsonl'), join(usage, 'one.jsonl'), join(usage, 'two.jsonl')]],
  ])('of %s are added up by operation, client and version', (_, patterns) => {
    expect(told(patterns)).toEqual([
      ['web', 7, '2026-11-22T10:00:00Z'],
      ['app', 2, '2026-11-20T10:00:00Z'],
    ]);
    expect(readUsage(patterns).missed).toBe(3);
  });

  it('count within the window alone', () => expect(told([usage], new Date('2026-11-21'))).toEqual([['web', 5, '2026-11-22T10:00:00Z']]));
});

it.each([
  ['c.ts', '\ngql`query C { ${name} }`', /c\.ts:2: the document has code in it/],
  ['d.graphql', 'query D {', /d\.graphql:1:10: Syntax Error/],
  ['e.jsonl', '{', /e\.jsonl:1: it is not a JSON object/],
])('%s says what is wrong and where', (name, text, message) => expect(() => readUsage([file(name, text)])).toThrow(message));

it('a pattern without files is misuse', () => expect(() => readUsage([join(folder, 'nothing')])).toThrow(/there are no manifests/));

describe('flags', () => {
  it('have defaults', () =>
    expect(checkOptionsOf(['--base', 'main'])).toEqual({
      base: 'main',
      headers: [],
      head: '.',
      plans: { extraFetches: 0, extraSteps: 0, costRise: 0, fails: false },
      progress: false,
      deleted: null,
      usage: null,
      thresholds: { minCount: 0, minShare: 0, windowDays: null, excludedClients: [] },
      approvals: null,
      format: 'text',
      outputs: [],
    }));

  it('are read', () =>
    expect(
      checkOptionsOf(['--base', 'main', '--min-share', '5', '--window-days', '30', '--exclude-client', 'a', '--output', 'sarif=a=b']),
    ).toMatchObject({
      thresholds: { minShare: 0.05, windowDays: 30, excludedClients: ['a'] },
      outputs: [{ format: 'sarif', file: 'a=b' }],
    }));

  it.each([
    [[], '--base is needed'],
    [['--base', 'a', 'b'], '"b" is no flag'],
    [['--base', 'a', '--nothing'], "Unknown option '--nothing'"],
    [['--base', 'a', '--format', 'xml'], 'There is no format "xml"'],
    [['--base', 'a', '--output', 'json'], '--output is FORMAT=FILE'],
    [['--base', 'a', '--usage', 'u', '--no-usage'], 'contradict'],
    [['--base', 'a', '--min-share', '101'], 'a percentage'],
    [['--base', 'a', '--min-count', 'x'], '--min-count is a number'],
  ])('%j are misuse', (args, message) => expect(() => checkOptionsOf(args)).toThrow(message));
});
