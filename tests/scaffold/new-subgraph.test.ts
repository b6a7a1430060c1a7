// tributary new subgraph, in a copy of the project: what it writes composes, passes lint, types and its own tests, and is served.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject, runCommand, startSystem } from '@tributary/test-kit';
import { afterAll, expect, it } from 'vitest';

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

it('a new subgraph passes what every subgraph has to pass, and the gateway serves it', async () => {
  const made = await run('new', 'subgraph', 'order-items', '--entity', 'OrderItem', '--entity', 'Bay', '--no-install', '--format', 'json');
  expect(made.code, made.output).toBe(0);
  expect(JSON.parse(made.output)).toMatchObject({
    name: 'order-items',
    port: 4006,
    next: [expect.any(String), 'npx pnpm generate', 'npx pnpm tributary docs'],
  });
  // What the installation would link: the same packages as a sibling's.
  cpSync(join(copy, 'subgraphs/catalog/node_modules'), join(copy, 'subgraphs/order-items/node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  expect(await run('generate')).toMatchObject({ code: 0, output: 'Generated: order-items.\n' });
  expect((await run('docs')).code).toBe(0);
  expect(readFileSync(join(copy, 'docs/settings.md'), 'utf8')).toContain('| `ORDER_ITEMS_DATABASE_URL` |');
  expect((await run('compose', '--check')).code).toBe(0);
  expect(tool('@biomejs/biome/bin/biome', 'ci', 'subgraphs/order-items', 'prisma/order-items').code).toBe(0);
  expect(tool('typescript/bin/tsc', '--noEmit')).toEqual({ code: 0, output: '' });
  const tests = tool('vitest/vitest.mjs', 'run', '--project', 'subgraphs', 'subgraphs/order-items');
  expect(tests.code, tests.output).toBe(0);
  expect(tests.output).toMatch(/4 passed/);

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
