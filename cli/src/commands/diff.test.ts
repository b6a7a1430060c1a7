// diff and explain: what they refuse, and how they end.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { run as diff } from './diff.ts';
import { run as explain } from './explain.ts';

const folder = mkdtempSync(join(tmpdir(), 'diff-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const before = file('before.graphql', 'type Query { a: Int b: Int }');
const after = file('after.graphql', 'type Query { a: Int }');
const broken = file('broken.graphql', 'type Query {');

afterAll(() => rmSync(folder, { recursive: true }));

async function printed(command: () => Promise<number>) {
  const written = capture();
  return { exitCode: await command(), text: written() };
}

function capture(): () => string {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  return () => {
    const text = write.mock.calls.map(([chunk]) => String(chunk)).join('');
    write.mockRestore();
    return text;
  };
}

test('a breaking change ends with 1, and is told with its place and the way out', async () => {
  const { exitCode, text } = await printed(() => diff([before, after]));
  expect(exitCode).toBe(1);
  expect(text).toContain('breaking  FIELD_REMOVED Query.b');
  expect(text).toContain('1 breaking, 0 dangerous, 0 safe');
});

test('no change and safe changes end with 0', async () => {
  expect(await printed(() => diff([after, after]))).toEqual({ exitCode: 0, text: 'There are no changes.\n' });
  const { exitCode, text } = await printed(() => diff([after, before, '--format', 'json']));
  expect(exitCode).toBe(0);
  expect(JSON.parse(text)).toMatchObject({ version: 1, changes: [{ code: 'FIELD_ADDED', coordinate: 'Query.b', severity: 'safe' }] });
});

test.each([
  ['github', /^::error file=\S+,line=1,col=6,title=FIELD_REMOVED Query\.b \(diff\)::/],
  ['markdown', /^## Comparison failed\n/],
  ['junit', /<testsuites name="tributary diff">\n.*\n.*\n.*type="FIELD_REMOVED"/],
  ['sarif', /"ruleId": "FIELD_REMOVED"/],
])('%s is a format of diff, as of check', async (format, expected) => {
  const { exitCode, text } = await printed(() => diff([before, after, '--format', format]));
  expect(exitCode).toBe(1);
  expect(text).toMatch(expected);
});

test.each([
  ['a file that is not there', [before, join(folder, 'none.graphql')], 'cannot be read'],
  ['a file that is no schema', [before, broken], 'is no schema'],
  ['one file only', [before], 'Name two files'],
  ['an unknown format', [before, after, '--format', 'xml'], 'There is no format'],
  ['an unknown flag', [before, after, '--nothing'], '--nothing'],
])('%s is misuse, exit code 2', async (_what, args, message) => {
  await expect(diff(args)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
});

test('explain tells a code in any case, and names similar ones for what it does not know', async () => {
  const { exitCode, text } = await printed(() => explain(['field_removed']));
  expect(exitCode).toBe(0);
  expect(text).toContain('FIELD_REMOVED: breaking');
  expect((await printed(() => explain(['column_dropped']))).text).toMatch(
    /^COLUMN_DROPPED: breaking; [\s\S]*ALTER TABLE "P" DROP COLUMN "sku";/,
  );
  await expect(explain(['FIELD_GONE'])).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('FIELD_REMOVED') });
});

test.each([
  ['DESCRIPTION_MISSING', /^DESCRIPTION_MISSING: warning\n[\s\S]+\nExample\n {2}type Query[\s\S]+\nInstead: /],
  ['SATISFIABILITY_ERROR', /^SATISFIABILITY_ERROR: error\n[\s\S]+# subgraph b[\s\S]+\nInstead: /],
  ['DIRECTIVE_COMPOSITION_INFO', /^DIRECTIVE_COMPOSITION_INFO: note\n\n.+\n\nInstead: .+\n$/],
])('explain knows %s, which is no change', async (code, expected) => {
  expect((await printed(() => explain([code]))).text).toMatch(expected);
});
