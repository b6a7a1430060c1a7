// Changes of a whole graph against a git base: subgraphs that come, go, get another name or a sibling's field, and their databases.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CheckReport } from '@tributary/schema-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { run as check } from '../commands/check.ts';
import { run as compose } from '../commands/compose.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-changes-'));
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], { cwd: folder });
const write = (name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const names = (...subgraphs: readonly string[]) =>
  write(
    'supergraph.yaml',
    `subgraphs:\n${subgraphs.map((name) => `  ${name}:\n    routing_url: http://${name}\n    schema:\n      file: ${name}.graphql\n`).join('')}`,
  );

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@override"])\n';
const products = `${link}"Q." type Query { "P." product: Product }\n"P." type Product @key(fields: "id") { "I." id: ID! "S." sku: String }\n`;
const stock = `${link}"P." type Product @key(fields: "id") { "I." id: ID! "N." inStock: Int }\n`;
const prisma = (columns: string) => `datasource db {\n  provider = "postgresql"\n}\nmodel Product {\n  id Int @id\n${columns}}\n`;
const sku = '  /// @graphql Product.sku\n  sku String?\n';
const migration = (name: string) => `prisma/products/migrations/${name}/migration.sql`;

// Each runs git and whole commands.
vi.setConfig({ testTimeout: 30_000 });

let printed = '';
beforeAll(() => {
  git('init', '--quiet', '--initial-branch', 'main');
  names('products', 'stock');
  write('products.graphql', products);
  write('stock.graphql', stock);
  write('prisma/products/schema.prisma', prisma(sku));
  write(migration('1_init'), 'CREATE TABLE "Product" ("id" INTEGER NOT NULL PRIMARY KEY, "sku" TEXT);\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'base');
});
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  git('checkout', '--quiet', '.');
  git('clean', '--quiet', '-fd');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The exit code, the changes and the findings of each task. */
async function checked(...flags: readonly string[]) {
  const exitCode = await check(['--base', 'HEAD', '--head', folder, '--format', 'json', ...flags]);
  const { changes, tasks }: CheckReport = JSON.parse(printed);
  return {
    exitCode,
    changes: changes.map(({ code, coordinate, severity }) => `${severity} ${code} ${coordinate}`).toSorted(),
    task: (name: string) => tasks.find(({ task }) => task === name),
  };
}

describe('a subgraph', () => {
  it('that goes takes its fields with it, and breaks those who ask for them alone', async () => {
    const asking = (field: string) => {
      write(`${field}.graphql`, `query Page { product { ${field} } }`);
      return join(folder, `${field}.graphql`);
    };
    expect(await checked('--delete', 'stock')).toMatchObject({
      exitCode: 1,
      changes: ['breaking FIELD_REMOVED Product.inStock', 'safe SUBGRAPH_REMOVED stock'],
    });
    printed = '';
    expect(await checked('--delete', 'stock', '--usage', asking('inStock'))).toMatchObject({ exitCode: 1 });
    printed = '';
    expect(await checked('--delete', 'stock', '--usage', asking('sku'))).toMatchObject({ exitCode: 0 });
  });

  it('that goes from supergraph.yaml is the same', async () => {
    names('products');
    expect(await checked()).toMatchObject({
      exitCode: 1,
      changes: ['breaking FIELD_REMOVED Product.inStock', 'safe SUBGRAPH_REMOVED stock'],
    });
  });

  it('without which the others do not compose cannot go', async () => {
    const report = await checked('--delete', 'products');
    expect(report.exitCode).toBe(1);
    expect(report.task('composition')?.status).toBe('FAILED');
  });

  it('that comes breaks nobody', async () => {
    names('products', 'stock', 'prices');
    write('prices.graphql', stock.replace('inStock', 'price'));
    expect(await checked()).toMatchObject({ exitCode: 0, changes: ['safe FIELD_ADDED Product.price', 'safe SUBGRAPH_ADDED prices'] });
  });

  it('may get another name', async () => {
    names('products', 'depot');
    write('depot.graphql', stock);
    expect(await checked()).toMatchObject({ exitCode: 0, changes: ['dangerous SUBGRAPH_RENAMED stock'] });
  });

  it('may take a field over by @override, whose place is told', async () => {
    write('stock.graphql', stock.replace('inStock: Int', 'inStock: Int "S." sku: String @override(from: "products")'));
    const { exitCode, changes, task } = await checked();
    expect({ exitCode, changes }).toEqual({
      exitCode: 0,
      changes: ['dangerous FIELD_MOVED Product.sku', 'dangerous OVERRIDE_ADDED Product.sku', 'safe FIELD_ADDED Product.sku'],
    });
    expect(task('diff')?.findings).toContainEqual(
      expect.objectContaining({
        code: 'OVERRIDE_ADDED',
        source: expect.objectContaining({ file: join(folder, 'stock.graphql'), line: 2 }),
      }),
    );
  });

  it('whose field is overridden may let it go', async () => {
    write('products.graphql', products.replace('"S." sku: String', ''));
    write('prisma/products/schema.prisma', prisma('  sku String?\n'));
    write('stock.graphql', stock.replace('inStock: Int', 'inStock: Int "S." sku: String'));
    expect(await checked()).toMatchObject({
      exitCode: 0,
      changes: ['dangerous FIELD_MOVED Product.sku', 'safe FIELD_ADDED Product.sku', 'safe FIELD_REMOVED Product.sku'],
    });
  });
});

describe('a database', () => {
  it('that has not changed is well', async () =>
    expect((await checked()).task('database')).toMatchObject({
      status: 'PASSED',
      reason: '1 database, 1 column behind published fields',
      findings: [],
    }));

  it('that loses a column behind a field fails, at file and line', async () => {
    write('prisma/products/schema.prisma', prisma(''));
    write(migration('2_no_sku'), '-- Nobody needs it.\nALTER TABLE "Product" DROP COLUMN "sku";\n');
    const { exitCode, task } = await checked();
    expect(exitCode).toBe(1);
    expect(task('database')).toMatchObject({
      status: 'FAILED',
      findings: [
        {
          level: 'error',
          code: 'COLUMN_DROPPED',
          coordinate: 'Product.sku',
          source: { subgraph: 'products', file: join(folder, migration('2_no_sku')), line: 2 },
        },
      ],
    });
  });

  it('whose migration was written anew fails', async () => {
    write(migration('1_init'), 'CREATE TABLE "Product" ("id" INT PRIMARY KEY, "sku" TEXT);\n');
    expect((await checked()).task('database')).toMatchObject({ findings: [{ code: 'MIGRATION_REWRITTEN' }] });
  });

  it('may stand beside the schema of its subgraph', async () => {
    names('products', 'stock');
    write(
      'supergraph.yaml',
      readFileSync(join(folder, 'supergraph.yaml'), 'utf8').replace('stock.graphql', 'services/stock/schema.graphql'),
    );
    write('services/stock/schema.graphql', stock);
    write('services/stock/prisma/schema.prisma', prisma('  /// @graphql Product.inStock\n  n String\n'));
    expect((await checked()).task('database')).toMatchObject({
      status: 'FAILED',
      findings: [{ code: 'MAPPED_TYPE_DIFFERS', source: { file: join(folder, 'services/stock/prisma/schema.prisma'), line: 7 } }],
    });
  });

  it('is not compared with what an artifact does not have', async () => {
    const artifact = join(folder, 'artifact.json');
    expect(await compose(['--config', join(folder, 'supergraph.yaml'), '--artifact', artifact])).toBe(0);
    printed = '';
    write(migration('1_init'), 'CREATE TABLE "Product" ("id" INT PRIMARY KEY, "sku" TEXT);\n');
    expect(await check(['--base', artifact, '--head', folder, '--format', 'json'])).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ base: artifact, changes: [] });
  });
});
