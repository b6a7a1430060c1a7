// The check command: exit codes and outputs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run as check } from './check.ts';
import { run as lint } from './lint.ts';
import { run as operations } from './operations.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-command-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const graph = (name: string, sdl: string) => {
  file(`${name}.graphqls`, sdl);
  return file(`${name}.yaml`, `subgraphs:\n  a:\n    routing_url: http://a\n    schema:\n      file: ${name}.graphqls\n`);
};

const base = graph('base', '"Q." type Query { "A." a: Int "B." b: Int }');
const head = graph('head', '"Q." type Query { "B." b: Int }');
const used = file('used.graphql', 'query Page { a }');
const unused = file('unused.graphql', 'query Page { b }');

let printed = '';
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('nothing changed is exit code 0', async () => expect(await check(['--base', base, '--head', base])).toBe(0));

it('a breaking change is exit code 1 without usage, and with an operation that breaks, which is named', async () => {
  expect(await check(['--base', base, '--head', head])).toBe(1);
  expect(await check(['--base', base, '--head', head, '--usage', used])).toBe(1);
  expect(printed).toContain('- broken: Page, client unknown');
});

it('a breaking change that nobody feels is exit code 0', async () =>
  expect(await check(['--base', base, '--head', head, '--usage', unused])).toBe(0));

it('an approved change is exit code 0, and a bad approval exit code 2', async () => {
  await check(['--base', base, '--head', head, '--format', 'json']);
  const [{ fingerprint }] = JSON.parse(printed).changes;
  const entry = `change: ${fingerprint}, operations: "*", approver: ann, expires: 2999-01-01`;
  const approvals = file('approvals.yaml', `approvals: [{ ${entry}, reason: gone }]`);
  expect(await check(['--base', base, '--head', head, '--approvals', approvals])).toBe(0);
  file('approvals.yaml', `approvals: [{ ${entry} }]`);
  await expect(check(['--base', base, '--head', head, '--approvals', approvals])).rejects.toMatchObject({ exitCode: 2 });
});

it('an approval that has run out and is needed is exit code 1 with a code of its own', async () => {
  await check(['--base', base, '--head', head, '--format', 'json']);
  const [{ fingerprint }] = JSON.parse(printed).changes;
  const entry = `change: ${fingerprint}, operations: "*", approver: ann, reason: gone, expires: 2020-01-01`;
  const approvals = file('expired.yaml', `approvals: [{ ${entry} }]`);
  expect(await check(['--base', base, '--head', head, '--approvals', approvals, '--usage', used])).toBe(1);
  expect(printed).toContain('error APPROVAL_EXPIRED Query.a');
  expect(await check(['--base', base, '--head', head, '--approvals', approvals, '--usage', unused])).toBe(0);
  expect(printed).toContain('warning APPROVAL_STALE');
});

describe('thresholds', () => {
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
  const line = (document: string, client: string, count: number, lastSeen: string) =>
    `${JSON.stringify({ v: 1, document, name: null, client, version: '1', count, lastSeen })}\n`;
  const usage = mkdtempSync(join(folder, 'usage-'));
  writeFileSync(join(usage, '1.jsonl'), line('{ a }', 'web', 5, day(10)));
  writeFileSync(join(usage, '2.jsonl'), `${line('{ a }', 'web', 5, day(2))}${line('{ b }', 'web', 90, day(1))}`);

  it.each([
    [[], 1],
    [['--no-usage'], 1],
    [['--min-count', '10'], 1],
    [['--min-count', '11'], 0],
    [['--min-share', '10'], 1],
    [['--min-share', '11'], 0],
    [['--window-days', '7', '--min-count', '5'], 1],
    [['--window-days', '7', '--min-count', '6'], 0],
    [['--window-days', '1.5'], 0],
    [['--exclude-client', 'app'], 1],
    [['--exclude-client', 'web'], 0],
  ])('%j are exit code %i', async (flags, exitCode) => {
    const known = flags[0] === '--no-usage' ? [] : ['--usage', usage];
    expect(await check(['--base', base, '--head', head, ...known, ...flags])).toBe(exitCode);
  });
});

it('outputs go to files beside the standard output', async () => {
  const sarif = join(folder, 'out.sarif');
  await check(['--base', base, '--head', head, '--format', 'github', '--output', `sarif=${sarif}`]);
  expect(printed).toMatch(/^::error /);
  expect(JSON.parse(readFileSync(sarif, 'utf8')).version).toBe('2.1.0');
});

it('an output that cannot be written is exit code 3', async () =>
  await expect(check(['--base', base, '--head', base, '--output', `json=${join(folder, 'no', 'out')}`])).rejects.toMatchObject({
    exitCode: 3,
  }));

it('a subgraph that goes is checked', async () => {
  const two = join(folder, 'two.yaml');
  writeFileSync(two, `${readFileSync(base, 'utf8')}  b:\n    routing_url: http://b\n    schema:\n      file: other.graphqls\n`);
  file('other.graphqls', '"Q." type Query { "C." c: Int }');
  expect(await check(['--base', two, '--head', two, '--delete', 'b'])).toBe(1);
  expect(printed).toContain('Query.c');
});

it('a worse plan is a warning, a failure with --fail-plans, and nothing with --no-plans', async () => {
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
  const pair = (name: string, one: string, other: string) => {
    file(`${name}-b.graphqls`, `${link} "T." type T @key(fields: "id") { "I." id: ID! ${other} }`);
    const config = graph(name, `${link} "Q." type Query { "T." t: T } "T." type T @key(fields: "id") { "I." id: ID! ${one} }`);
    writeFileSync(config, `${readFileSync(config, 'utf8')}  b:\n    routing_url: http://b\n    schema:\n      file: ${name}-b.graphqls\n`);
    return config;
  };
  const sides = ['--base', pair('near', '"V." v: Int', '"W." w: Int'), '--head', pair('far', '', '"W." w: Int "V." v: Int')];
  const flags = [...sides, '--usage', file('plan.graphql', 'query Far { t { v } }')];
  expect(await check([...flags, '--no-plans'])).toBe(0);
  expect(printed).toMatch(/plans +SKIPPED/);
  expect(await check(flags)).toBe(0);
  expect(printed).toContain('warning PLAN_FETCH_ADDED (plans)\n  +1 fetch to b after a.');
  expect(printed).toContain('- potentially affected: Far, client unknown');
  expect(await check([...flags, '--fail-plans'])).toBe(1);
  expect(await check([...flags, '--fail-plans', '--plan-fetches', '1', '--plan-steps', '1'])).toBe(1);
  await expect(check([...flags, '--plan-cost', 'much'])).rejects.toMatchObject({ exitCode: 2 });
});

it('what is being done is told on standard error where it is asked for', async () => {
  let told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
  await check(['--base', base, '--head', base, '--progress']);
  expect(told).toMatch(/composition of the head +[\d.]+ s\n/);
});

it('lint is exit code 1 with findings, and 0 where the base has them too', async () => {
  const bad = graph('bad', 'type Query { a: Int }');
  expect(await lint([bad])).toBe(1);
  expect(await lint([bad, '--base', bad])).toBe(0);
});

it('a schema that cannot be parsed is a finding of a check, and misuse of lint, with the place', async () => {
  const syntax = graph('syntax', 'type Query {');
  expect(await check(['--base', base, '--head', syntax])).toBe(1);
  expect(printed).toContain('/syntax.graphqls:1:13 [a]');
  await expect(lint([syntax])).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('syntax.graphqls:1:13') });
});

it('a known operation that is nested too deep is misuse', async () => {
  const deep = file('deep.graphql', `query A ${'{ a '.repeat(50_000)}${'}'.repeat(50_000)}`);
  await expect(check(['--base', base, '--head', head, '--usage', deep])).rejects.toMatchObject({ exitCode: 2 });
});

it('extracted operations are usage of a check', async () => {
  const out = join(folder, 'usage.jsonl');
  expect(await operations(['extract', used, '--out', out, '--client', 'web'])).toBe(0);
  expect(await check(['--base', base, '--head', head, '--usage', out])).toBe(1);
  expect(printed).toContain('- broken: Page, client web');
});
