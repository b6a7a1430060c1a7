// tributary new subgraph, in a copy of the project: what it writes composes, passes lint, types and its own tests, and is served.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject, runCommand, startSystem } from '@tributary/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const copy = copyProject();
afterAll(() => rmSync(join(copy, '..'), { recursive: true, force: true }));
const run = (...args: string[]) => runCommand(args, {}, copy);

/** Runs a program of the project there. */
function tool(path: string, ...args: string[]): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'node_modules', path), ...args], {
    cwd: copy,
    encoding: 'utf8',
  });
  return { code: status, output: `${stdout}${stderr}` };
}

it('--dry-run names the files and writes none', async () => {
  const { code, output } = await run('new', 'subgraph', 'order-items', '--dry-run');
  expect([code, output]).toEqual([0, expect.stringContaining('+ subgraphs/order-items/src/resolvers/OrderItem.ts')]);
  expect(existsSync(join(copy, 'subgraphs/order-items'))).toBe(false);
});

describe('a new subgraph', () => {
  it('is written by one command, with its code and its part of the documentation', async () => {
    const made = await run(
      'new',
      'subgraph',
      'order-items',
      '--entity',
      'OrderItem',
      '--entity',
      'Bay',
      '--no-install',
      '--format',
      'json',
    );
    expect(made.code, made.output).toBe(0);
    const next = ['npx pnpm install', 'npx pnpm generate', 'npx pnpm tributary docs'];
    expect(JSON.parse(made.output)).toMatchObject({ name: 'order-items', port: 4006, next });
    // What the installation would link: the same packages as a sibling's.
    cpSync(join(copy, 'subgraphs/catalog/node_modules'), join(copy, 'subgraphs/order-items/node_modules'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    expect(await run('generate')).toMatchObject({ code: 0, output: 'Generated: order-items.\n' });
    expect((await run('docs')).code).toBe(0);
    expect(readFileSync(join(copy, 'docs/settings.md'), 'utf8')).toContain('| `ORDER_ITEMS_DATABASE_URL` |');
  });

  it('is not written over', async () => {
    expect(await run('new', 'subgraph', 'order-items')).toMatchObject({ code: 2, output: expect.stringContaining('already') });
  });

  it('composes, and passes format, lint and types', async () => {
    expect((await run('compose', '--check')).code).toBe(0);
    expect(tool('@biomejs/biome/bin/biome', 'ci', 'subgraphs/order-items', 'prisma/order-items')).toMatchObject({ code: 0 });
    expect(tool('typescript/bin/tsc', '--noEmit')).toEqual({ code: 0, output: '' });
  });

  it('passes its own tests on a real PostgreSQL', () => {
    const { code, output } = tool('vitest/vitest.mjs', 'run', '--project', 'subgraphs', 'subgraphs/order-items');
    expect([code, output]).toEqual([0, expect.stringMatching(/Test Files.*4 passed/)]);
  });

  it('is served by the gateway', async () => {
    const system = await startSystem({ cwd: copy });
    try {
      expect((await system.ask('{ orderItems(first: 1) { totalCount nodes { id name } } bay(id: "2") { name } }')).data).toEqual({
        orderItems: { totalCount: 25, nodes: [{ id: '1', name: 'Order item 01' }] },
        bay: { name: 'Bay 02' },
      });
      const token = await system.signIn('admin@northwind.test');
      const added = 'mutation { createBay(input: { name: "New" }) { bay { id } userErrors { code } } }';
      expect((await system.ask(added)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      expect((await system.ask(added, { token })).data).toEqual({ createBay: { bay: { id: '26' }, userErrors: [] } });
    } finally {
      await system.remove();
    }
  });
});
