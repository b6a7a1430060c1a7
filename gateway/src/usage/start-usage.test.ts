// Snapshots as files: when they are written, what stays when they cannot be, and when they go.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anonymous } from '@tributary/auth-kit';
import { createLogger } from '@tributary/logging';
import { parseSnapshot } from '@tributary/usage';
import { buildSchema } from 'graphql';
import { afterAll, expect, it } from 'vitest';
import type { Generation, ValidOperation } from '../operations/operation-engine.ts';
import { startUsage } from './start-usage.ts';
import type { UsageConfig } from './usage-settings.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-usage-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const schema = buildSchema('type Query { a: Int b: Int }');
const generation: Pick<Generation, 'sourceOf'> = {
  sourceOf: ({ name }) => ({ text: name === 'Bad' ? '{' : `query ${name} { ${name === 'B' ? 'b' : 'a'} }`, operationName: name, schema }),
};
const operation = (name: string): ValidOperation => ({ kind: 'query', name });
const minute = 60_000;

function started(given: Partial<UsageConfig> = {}) {
  const folder = join(mkdtempSync(join(root, 'run-')), 'usage');
  const lines: { message: string; executions?: number }[] = [];
  const logger = createLogger({ service: 'gateway', write: (line) => void lines.push(JSON.parse(line)) });
  const clock = { nowMs: Date.parse('2026-11-24T14:00:00Z') };
  const config = { folder, windowMinutes: 60, flushSeconds: 3_600, maxOperations: 10, retentionDays: 30, ...given };
  const usage = startUsage(config, { logger, now: () => clock.nowMs });
  const record = (prepared: ValidOperation, clientName: string | null = 'web') =>
    usage.record(prepared, {}, generation as Generation, { principal: anonymous, clientName, clientVersion: null }); // it asks for no more
  /** Files and what they tell. */
  const files = () =>
    readdirSync(config.folder)
      .toSorted()
      .map((name) => {
        const parsed = parseSnapshot(readFileSync(join(config.folder, name), 'utf8'), name);
        if (parsed.kind === 'bad') throw new Error(parsed.problem);
        return [name.slice(0, 30), ...parsed.entries.map((entry) => [entry.name, entry.count]), ...(parsed.missed ? [parsed.missed] : [])];
      });
  return { ...usage, config, clock, lines, record, files, messages: () => lines.map(({ message }) => message) };
}

/** What was recorded first is read in a turn of its own. */
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

it('without a configuration nothing is recorded', async () => {
  const usage = startUsage(null, { logger: createLogger({ service: 'gateway' }) });
  usage.record(operation('A'), {}, generation as Generation, { principal: anonymous, clientName: null, clientVersion: null }); // not asked
  await usage.stop();
});

it('what was executed until the end is in the file when it ends', async () => {
  const usage = started();
  const prepared = operation('A');
  for (let count = 0; count < 3; count += 1) usage.record(prepared);
  await usage.stop();
  expect(usage.files()).toEqual([['usage-2026-11-24T14-00-00-000Z', ['A', 3]]]);
});

it('one file a window is replaced as a whole as counts grow, and the next window has its own', async () => {
  const usage = started();
  const prepared = operation('A');
  usage.record(prepared);
  await settled();
  await usage.flush();
  usage.record(prepared);
  await usage.flush();
  expect(usage.files()).toEqual([['usage-2026-11-24T14-00-00-000Z', ['A', 2]]]);
  usage.clock.nowMs += 60 * minute;
  await usage.flush();
  usage.record(prepared);
  await usage.stop();
  expect(usage.files()).toEqual([
    ['usage-2026-11-24T14-00-00-000Z', ['A', 2]],
    ['usage-2026-11-24T15-00-00-000Z', ['A', 1]],
  ]);
});

it('nothing executed, nothing written', async () => {
  const usage = started();
  usage.clock.nowMs += 60 * minute;
  await usage.stop();
  expect(() => usage.files()).toThrow(/ENOENT/);
  expect(usage.messages()).toEqual([]);
});

it('while the folder cannot be written, counts wait and the log says so once; then they are written', async () => {
  const usage = started();
  writeFileSync(usage.config.folder, 'a file in its place');
  const prepared = operation('A');
  usage.record(prepared);
  await settled();
  await usage.flush();
  usage.clock.nowMs += 60 * minute;
  await usage.flush();
  usage.record(prepared);
  await usage.flush();
  expect(usage.messages()).toEqual(['usage cannot be written; it is kept in memory for a while']);
  rmSync(usage.config.folder);
  await usage.flush();
  expect(usage.files()).toEqual([
    ['usage-2026-11-24T14-00-00-000Z', ['A', 1]],
    ['usage-2026-11-24T15-00-00-000Z', ['A', 1]],
  ]);
  expect(usage.messages().slice(1)).toEqual(['usage is written again']);
});

it('windows that wait for too long are lost, and the log says with how much', async () => {
  const usage = started();
  writeFileSync(usage.config.folder, 'a file in its place');
  const prepared = operation('A');
  for (let window = 0; window < 4; window += 1) {
    usage.record(prepared);
    await settled();
    await usage.flush();
    usage.clock.nowMs += 60 * minute;
  }
  expect(usage.lines.filter(({ message }) => message.startsWith('usage is lost'))).toMatchObject([{ executions: 2 }]);
  await usage.stop();
});

it('more operations than there is room for are told in the file and, once, in the log', async () => {
  const usage = started({ maxOperations: 1 });
  const second = operation('B');
  usage.record(operation('A'));
  usage.record(second);
  await settled();
  await usage.flush();
  usage.record(second);
  await usage.stop();
  expect(usage.files()).toEqual([['usage-2026-11-24T14-00-00-000Z', ['A', 1], 2]]);
  expect(usage.messages()).toEqual([expect.stringContaining('USAGE_MAX_OPERATIONS')]);
});

it('what cannot be read is missed, and the log says why', async () => {
  const usage = started();
  usage.record(operation('Bad'));
  usage.record(operation('A'));
  await usage.stop();
  expect(usage.files()).toEqual([['usage-2026-11-24T14-00-00-000Z', ['A', 1], 1]]);
  expect(usage.messages()[0]).toBe('the usage of an operation cannot be read');
});

it('snapshots of any process that are too old go with a new window; other files stay', async () => {
  const usage = started({ retentionDays: 2 });
  mkdirSync(usage.config.folder);
  const names = ['usage-2026-11-22T14-59-59-000Z-0123abcd.jsonl', 'usage-2026-11-22T15-00-01-000Z-0123abcd.jsonl', 'mine.jsonl'];
  for (const name of names) writeFileSync(join(usage.config.folder, name), '');
  usage.clock.nowMs += 60 * minute;
  await usage.flush();
  expect(readdirSync(usage.config.folder).toSorted()).toEqual([names[2], names[1]]);
  await usage.stop();
});

it('as many operations as there are come back whole', async () => {
  const usage = started({ maxOperations: 1_000 });
  for (let index = 0; index < 350; index += 1) usage.record(operation(`A${index}`));
  await usage.stop();
  expect(usage.files()[0]?.slice(1)).toEqual(Array.from({ length: 350 }, (_, index) => [`A${index}`, 1]));
});

it('two processes share a folder', async () => {
  const one = started();
  const other = started({ folder: one.config.folder });
  one.record(operation('A'));
  other.record(operation('B'));
  await Promise.all([one.stop(), other.stop()]);
  expect(one.files().map(([, ...entries]) => entries)).toEqual(expect.arrayContaining([[['A', 1]], [['B', 1]]]));
});
