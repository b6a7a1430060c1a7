// A field that nobody has decided about: nothing starts.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyProject, openTemporaryDir, startSystem } from '@tributary/test-kit';
import { expect, it } from 'vitest';

it('a field without a directive and without an entry does not start, and is named', async () => {
  const copy = copyProject();
  const dataDir = openTemporaryDir();
  try {
    const file = join(copy, 'subgraphs/catalog/schema.graphql');
    const withField = readFileSync(file, 'utf8').replace('type Supplier @key(fields: "id") {', '$& "What we pay them." terms: String');
    writeFileSync(file, withField);
    await expect(startSystem({ cwd: copy, dataDir })).rejects.toThrow('catalog did not start');
    const log = readFileSync(join(dataDir, 'logs/catalog.log'), 'utf8');
    expect(log).toContain('Supplier.terms has neither a directive nor an entry: nobody decided who may read it.');
  } finally {
    for (const dir of [dirname(copy), dataDir]) rmSync(dir, { recursive: true, force: true });
  }
});
