// The start command from its first line to its last, and what ends when it is ended.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childrenOf, endOf, freePort, isRunning, openTemporaryDir, root, type System, startSystem, until } from '@tributary/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const dataDir = openTemporaryDir();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const names = ['accounts', 'catalog', 'inventory', 'orders', 'reviews'];

/** All processes that a start command has started, the database server included. */
function startedBy(startPid: number): number[] {
  const direct = childrenOf(startPid).map(({ pid }) => pid);
  return [...direct, ...direct.flatMap((pid) => childrenOf(pid).map((child) => child.pid))];
}

const allGone = (pids: readonly number[]) => until(`the end of ${pids.join(', ')}`, () => pids.every((pid) => !isRunning(pid)), 15_000);

describe('start', () => {
  let system: System;

  it('tells each step with its time, where to look, three sign-ins and how to stop', async () => {
    system = await startSystem({ dataDir });
    const output = system.output();
    for (const step of [
      'Generate code',
      'Databases',
      'Load the first data',
      'Compose the supergraph',
      'Start five subgraphs and the gateway',
    ]) {
      expect(output).toMatch(new RegExp(`^✓ ${step} +\\d+\\.\\d s$`, 'm'));
    }
    expect(output).toContain(`http://localhost:${system.port}/graphql`);
    expect(output).toContain(`http://localhost:${system.port}/ide`);
    for (const email of ['alfki@customers.northwind.test', 'nancy.davolio@northwind.test', 'admin@northwind.test']) {
      expect(output).toContain(email);
      expect(await system.signIn(email)).toEqual(expect.any(String));
    }
    expect(output).toContain('Ctrl-C stops everything.');
  });

  it('runs each service and the gateway as a process of its own', () => {
    const commands = childrenOf(system.process.pid ?? 0).map(({ command }) => command);
    for (const entry of [...names.map((name) => `subgraphs/${name}/src/main.ts`), 'gateway/src/main.ts']) {
      expect(commands.filter((command) => command.endsWith(entry))).toHaveLength(1);
    }
  });

  it('keeps keys where only their owner can read them', () => {
    expect(statSync(join(dataDir, 'keys')).mode & 0o077).toBe(0);
    expect(statSync(join(dataDir, 'keys/gateway.json')).mode & 0o077).toBe(0);
  });

  it('stops everything on Ctrl-C, PostgreSQL included', async () => {
    const admin = await system.signIn('admin@northwind.test');
    await system.ask('mutation { createCustomer(input: { id: "KEPTT", companyName: "Kept" }) { customer { id } } }', { token: admin });
    const pids = startedBy(system.process.pid ?? 0);
    expect(pids.length).toBeGreaterThan(7);
    expect(await system.stop()).toBe(0);
    expect(system.output()).toContain('Stopped.');
    expect(pids.filter(isRunning)).toEqual([]);
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
  });

  it('keeps the data for the second time, and starts a service again that was killed', async () => {
    const again = await startSystem({ dataDir });
    expect(again.output()).not.toContain('Load the first data');
    const admin = await again.signIn('admin@northwind.test');
    expect((await again.ask('{ customer(id: "KEPTT") { companyName } }', { token: admin })).data).toEqual({
      customer: { companyName: 'Kept' },
    });

    const reviews = childrenOf(again.process.pid ?? 0).find(({ command }) => command.endsWith('reviews/src/main.ts'));
    process.kill(reviews?.pid ?? 0, 'SIGKILL');
    await until(
      'the rating is there again',
      async () => (await again.ask('{ product(id: "1") { rating { count } } }')).errors === undefined,
    );
    expect(again.output()).toContain('reviews has ended; it is started again.');
    expect(await endOf(again.process, 'SIGTERM')).toBe(0);
  });

  it('--reset begins again', async () => {
    const reset = await startSystem({ dataDir, args: ['--reset'] });
    expect(reset.output()).toContain('Load the first data');
    const admin = await reset.signIn('admin@northwind.test');
    expect((await reset.ask('{ customer(id: "KEPTT") { companyName } }', { token: admin })).data).toEqual({ customer: null });
    await reset.stop();
  });
});

describe('kill -9', () => {
  it('of the start command ends all that it has started', async () => {
    const system = await startSystem({ dataDir });
    const pids = startedBy(system.process.pid ?? 0);
    system.process.kill('SIGKILL');
    await allGone(pids);
  });

  it.each(['npx', 'pnpm'])('of %s above it ends all that it has started', async (launcher) => {
    // A package manager as far as the start command can see: a process of that name that waits for its child.
    const script = join(mkdtempSync(join(tmpdir(), 'tributary-launcher-')), `${launcher}.cjs`);
    writeFileSync(script, `require('node:child_process').spawn(process.execPath, ['cli/src/main.ts', 'start'], { stdio: 'inherit' });`);
    const port = await freePort();
    const env = { ...process.env, PORT: String(port), DATA_DIR: dataDir };
    const above: ChildProcess = spawn(process.execPath, [script], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    above.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await until('the system is running', () => output.includes('Ctrl-C stops everything.'), 60_000);
    const start = childrenOf(above.pid ?? 0)[0]?.pid ?? 0;
    const pids = [start, ...startedBy(start)];
    above.kill('SIGKILL');
    await allGone(pids);
  });
});

describe('a folder that nobody else can enter', () => {
  it('holds the data all the same, as root or not', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'tributary-closed-'));
    expect(statSync(closed).mode & 0o777).toBe(0o700);
    const system = await startSystem({ dataDir: join(closed, 'data') });
    expect((await system.ask('{ product(id: "1") { name } }')).data).toEqual({ product: { name: 'Chai' } });
    await system.stop();
    // --reset finds the data where it is.
    const reset = await startSystem({ dataDir: join(closed, 'data'), args: ['--reset'] });
    expect(reset.output()).toContain('Load the first data');
    await reset.remove();
    rmSync(closed, { recursive: true, force: true });
  });
});
