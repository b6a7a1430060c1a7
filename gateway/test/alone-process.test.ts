// The gateway alone as a process: started by its command line, found by its log, ended by a signal or by what is wrong.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composed, type ForeignSubgraph, link, startForeign } from './support-alone.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tributary-alone-process-'));
let subgraph: ForeignSubgraph;

beforeAll(async () => {
  subgraph = await startForeign('greetings', `${link('"@shareable"')} type Query { hello: String }`, { Query: { hello: () => 'world' } });
  mkdirSync(join(folder, 'config'));
  writeFileSync(join(folder, 'supergraph.graphql'), composed([subgraph]));
  writeFileSync(join(folder, 'bad.graphql'), 'type Query { hello: String }');
  writeFileSync(join(folder, 'config', 'settings.yaml'), 'supergraph: ../supergraph.graphql\nport: 0\nproduction: true\n');
});
afterAll(async () => {
  await subgraph.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Its address, once it says that it listens. */
async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('Its output is not read.');
  for await (const line of createInterface(stdout)) {
    const { message, url } = JSON.parse(line) as { message: string; url: string }; // a log line
    if (message === 'listening') return url;
  }
  throw new Error('It ended before it listened.');
}

/** From pnpm, which runs a script in the folder of its package and tells where it was called. */
const calledIn = { ...process.env, INIT_CWD: folder, npm_lifecycle_event: 'gateway' };

describe('a gateway alone', () => {
  it('finds its files from where it was called, serves, and stops on SIGTERM', async () => {
    const gateway = spawn(process.execPath, [main, '--config', 'config/settings.yaml', '--supergraph', 'supergraph.graphql'], {
      env: { ...calledIn, PORT: '1', SUPERGRAPH_FILE: 'nowhere', JWKS_URL: 'nonsense' }, // nothing of it is read
      cwd: tmpdir(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(gateway, 'exit');
    const url = await addressOf(gateway);
    const headers = { 'content-type': 'application/json' };
    const answer = await request(url, { method: 'POST', headers, body: '{"query":"{ hello }"}' });
    expect(await answer.body.json()).toEqual({ data: { hello: 'world' } });
    for (const path of ['/livez', '/readyz']) expect((await request(new URL(path, url))).statusCode).toBe(200);
    const introspection = await request(url, { method: 'POST', headers, body: '{"query":"{ __schema { queryType { name } } }"}' });
    expect(await introspection.body.json()).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
    gateway.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('says in a sentence why it does not start', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = String(typeof address === 'object' ? address?.port : 0);
    const start = async (...args: string[]) => {
      const started = spawn(process.execPath, [main, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
      const [stdout, stderr, [status]] = await Promise.all([text(started.stdout), text(started.stderr), once(started, 'exit')]);
      return { status, stdout, stderr: stderr.replaceAll(folder, '.') };
    };
    expect(
      await Promise.all([
        start('--help'),
        start('--supergraph', 'nowhere.graphql'),
        start('--supergraph', 'bad.graphql'),
        start('--supergraph', 'supergraph.graphql', '--port', port),
      ]),
    ).toEqual([
      { status: 0, stdout: expect.stringMatching(/^Usage: npx pnpm gateway --supergraph FILE/), stderr: '' },
      { status: 2, stdout: '', stderr: 'The supergraph ./nowhere.graphql cannot be read: ENOENT: no such file or directory.\n' },
      { status: 2, stdout: '', stderr: 'The supergraph ./bad.graphql cannot be served: Invalid supergraph: must be a core schema\n' },
      { status: 3, stdout: '', stderr: `The gateway cannot listen: listen EADDRINUSE: address already in use 127.0.0.1:${port}.\n` },
    ]);
    other.close();
  });
});
