// What is wrong before or while the system starts: one sentence, what to do, an exit code, and nothing left running.
import { appendFileSync, chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { childrenOf, copyProject, freePort, openTemporaryDir, runCommand } from '@tributary/test-kit';
import { afterAll, expect, it } from 'vitest';

const dirs: string[] = [];
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

async function start(env: Readonly<Record<string, string>>, args: readonly string[] = [], cwd?: string) {
  const dataDir = openTemporaryDir();
  dirs.push(dataDir);
  const given = { PORT: String(await freePort()), DATA_DIR: dataDir, ...env };
  const result = await runCommand(['start', ...args], given, cwd);
  // PostgreSQL has its data directory on its command line, a service the project that it was started from.
  const places = [given.DATA_DIR, ...(cwd === undefined ? [] : [cwd])];
  expect(childrenOf(1).filter(({ command }) => places.some((place) => command.includes(place)))).toEqual([]);
  return result;
}

it('a busy port', async () => {
  const server = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { code, output } = await start({ PORT: String(port) });
  await new Promise((resolve) => server.close(resolve));
  expect(output.trim()).toBe(`Port ${port} is in use. Stop what listens there, or choose another: PORT=${port + 1} npx pnpm start`);
  expect(code).toBe(3);
});

it('settings that are wrong, all of them at once', async () => {
  const { code, output } = await start({ PORT: 'eighty', REDIS_URL: 'http://localhost' });
  expect(code).toBe(2);
  expect(output).toContain('PORT: is not a port');
  expect(output).toContain('REDIS_URL: is not a redis:// address');
});

it('a data directory of another PostgreSQL', async () => {
  const dataDir = openTemporaryDir();
  dirs.push(dataDir);
  mkdirSync(join(dataDir, 'postgres'));
  writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '17\n');
  const { code, output } = await start({ DATA_DIR: dataDir });
  expect(code).toBe(3);
  expect(output).toContain('belongs to PostgreSQL 17, and this is PostgreSQL 18');
  expect(output).toContain('--reset');
});

it('a DATABASE_URL that leads nowhere', async () => {
  const port = await freePort();
  const { code, output } = await start({ DATABASE_URL: `postgresql://someone:secret@127.0.0.1:${port}/postgres` });
  expect(code).toBe(3);
  expect(output).toContain(`PostgreSQL at 127.0.0.1:${port} does not answer`);
  expect(output).not.toContain('secret');
});

it('--reset of a server that was named, without --yes', async () => {
  const { code, output } = await start({ DATABASE_URL: 'postgresql://someone@127.0.0.1:1/postgres' }, ['--reset']);
  expect(code).toBe(2);
  expect(output.trim()).toBe('--reset would delete databases on a server that you named. Add --yes if you mean it.');
});

it('a subgraph that does not compose, and one that does not start', async () => {
  const copy = copyProject();
  dirs.push(join(copy, '..'));
  const schemaFile = join(copy, 'subgraphs/reviews/schema.graphql');
  const schema = readFileSync(schemaFile, 'utf8');
  appendFileSync(schemaFile, '\nextend type Product { discontinued: Boolean! }\n');
  const uncomposable = await start({}, [], copy);
  expect(uncomposable.code).toBe(1);
  expect(uncomposable.output).toContain('The subgraphs do not compose:');
  expect(uncomposable.output).toMatch(/error INVALID_FIELD_SHARING .*\n {2}at subgraphs\/catalog\/schema\.graphql:\d+:\d+ \[catalog\]\n/);

  writeFileSync(schemaFile, schema);
  writeFileSync(join(copy, 'subgraphs/catalog/src/main.ts'), "throw new Error('This service is broken.');\n");
  const broken = await start({}, [], copy);
  expect(broken.code).toBe(3);
  expect(broken.output).toContain('catalog did not start');
  expect(broken.output).toContain('This service is broken.');
});

it('an environment in which PostgreSQL cannot write', async () => {
  const dataDir = openTemporaryDir();
  dirs.push(dataDir);
  mkdirSync(join(dataDir, 'postgres'));
  writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '18\n');
  if (process.getuid?.() === 0) chownSync(join(dataDir, 'postgres'), 0, 0);
  const { code, output } = await start({ DATA_DIR: dataDir });
  expect(code).toBe(3);
  expect(output).toContain('PostgreSQL did not start');
  expect(output).toContain('postgres.log');
});
