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
    readUsage([folder]).map(({ name, document, origin }) => [name, document.replaceAll(/\s+/g, ' '), origin.split('/').at(-1)]),
  ).toEqual([['B', 'query B { ...F } fragment F on Query { a }', 'b.ts:1']]);
});

it('manifests are read where they are named', () =>
  expect(readUsage([file('m.json', '{"1":"query A { a }"}')]).map(({ name }) => name)).toEqual(['A']));

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
