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
    const start = startSystem({ cwd: copy, dataDir });
    await expect(start).rejects.toThrow('Supplier.terms has neither a directive nor an entry: nobody decided who may read it.');
  } finally {
    for (const dir of [dirname(copy), dataDir]) rmSync(dir, { recursive: true, force: true });
  }
});
