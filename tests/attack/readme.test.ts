// The table of attacks and the tests that it names.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@tributary/test-kit';
import { expect, it } from 'vitest';

const rows = readFileSync(join(root, 'tests/attack/README.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Attack'))
  .map((line) => line.split(' | '));

it.each(rows)('%s: %s', (_attack, _answer, shown = '') => {
  const named = [...shown.matchAll(/`([\w/.-]+\.ts)`(?: "([^"]+)")?/g)];
  expect(named.length > 0 || /\b(with|issue \d)/.test(shown) || shown.includes('(above)')).toBe(true);
  for (const [, file = '', name = ''] of named) {
    expect(existsSync(join(root, file)), file).toBe(true);
    expect(readFileSync(join(root, file), 'utf8'), file).toContain(name);
  }
});
