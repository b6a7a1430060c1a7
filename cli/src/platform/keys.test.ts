// Keys that are made once, and what an older version's are missing.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseServiceKeys } from '@tributary/auth-kit';
import { afterAll, expect, it } from 'vitest';
import { ensureKeys } from './keys.ts';

const dir = mkdtempSync(join(tmpdir(), 'tributary-keys-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const keysOf = (service: string) => parseServiceKeys(readFileSync(ensureKeys(dir).serviceKeys(service), 'utf8'));

it('keys stay what they are from start to start, and only their owner reads them', () => {
  const made = ensureKeys(dir);
  const files = [made.auditKey, made.tokenKeys, made.serviceKeys('gateway')];
  const before = files.map((file) => readFileSync(file, 'utf8'));
  ensureKeys(dir);
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
  expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
});

it('key files of an older version, without a pair, are made anew for both of the pair', () => {
  const file = ensureKeys(dir).serviceKeys('catalog');
  const { calls: _calls, ...older } = JSON.parse(readFileSync(file, 'utf8')) as { calls: object }; // as createServiceKeys wrote it
  writeFileSync(file, JSON.stringify(older));
  const key = keysOf('catalog').calls.get('accounts');
  expect(key).toBeDefined();
  expect(keysOf('accounts').callers.get('catalog')).toEqual(key);
});
