// The OAuth provider while its database is away: what clients and people are told, and that it goes on afterwards.
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createLogger } from '@tributary/logging';
import { serveSubgraph } from '@tributary/subgraph-kit';
import { type TestSubgraph, testSubgraph } from '@tributary/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createService } from '../src/service.ts';

type Config = Parameters<typeof createService>[0];

let original: TestSubgraph;
let line: Line;
let url: string;
let stop: () => Promise<void>;

/** The way to a database: open, closed to everybody, or without an answer for who comes anew. */
type Line = Server & { state: 'open' | 'closed' | 'silent' };

async function lineTo({ hostname, port }: URL): Promise<Line> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined); // it ends as its other side does
    if (made.state === 'silent') return;
    if (made.state === 'closed') return void socket.destroy();
    const other = connect(Number(port), hostname).on('error', () => socket.destroy());
    sockets.add(socket);
    socket.once('close', () => other.destroy());
    other.once('close', () => socket.destroy());
    socket.pipe(other).pipe(socket);
  });
  let state: Line['state'] = 'open';
  const made: Line = Object.defineProperty(server as Line, 'state', {
    get: () => state,
    // Whatever it becomes, what runs over it ends.
    set: (next: Line['state']) => {
      state = next;
      for (const socket of sockets) socket.destroy();
    },
  }); // state is defined here
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return made;
}

beforeAll(async () => {
  original = await testSubgraph('accounts');
  const config = original.config as TestSubgraph['config'] & Config; // that of accounts
  line = await lineTo(new URL(config.databaseUrl));
  const database = new URL(config.databaseUrl);
  database.port = String((line.address() as AddressInfo).port); // of a TCP server
  const logger = createLogger({ service: 'accounts', level: 'silent' });
  const service = await createService({ ...config, databaseUrl: database.href }, { logger });
  const running = await serveSubgraph(service, {
    name: 'accounts',
    host: config.host,
    port: 0,
    keys: config.keys,
    maxRepresentations: config.maxRepresentations,
    drainDelayMs: 0,
    logger,
  });
  url = new URL(running.url).origin;
  stop = running.stop;
});
afterAll(async () => {
  await stop();
  line.close();
  await original.stop();
});

const told = { error: 'temporarily_unavailable', error_description: expect.any(String), code: 'SERVICE_UNAVAILABLE' };
const form = { method: 'POST', body: new URLSearchParams({ client_id: 'x', grant_type: 'refresh_token', refresh_token: 'x', token: 'x' }) };
const cookie = { cookie: 'sign-in-step=x' };

it.each(['closed', 'silent'] as const)('says so, with a code and when to come again, while the way to it is %s', async (state) => {
  line.state = state;
  const paths = ['token', 'introspect', 'revoke', 'device_authorization'];
  const answers = await Promise.all(paths.map((path) => fetch(`${url}/oauth/${path}`, form)));
  for (const response of answers)
    expect([response.status, response.headers.get('retry-after'), await response.json()], response.url).toEqual([503, '1', told]);
});

it('shows people a page', async () => {
  line.state = 'closed';
  const response = await fetch(`${url}/oauth/authorize?client_id=x`, { headers: { accept: 'text/html', ...cookie } });
  expect([response.status, response.headers.get('retry-after'), response.headers.get('content-type')]).toEqual([
    503,
    '1',
    'text/html; charset=utf-8',
  ]);
  expect(await response.text()).toContain('Try again shortly.');
});

it('still tells what needs no database, and answers as ever once it is back', async () => {
  line.state = 'closed';
  expect((await fetch(`${url}/.well-known/openid-configuration`)).status).toBe(200);
  line.state = 'open';
  const response = await fetch(`${url}/oauth/token`, form);
  expect([response.status, await response.json()]).toMatchObject([401, { error: 'invalid_client' }]);
});
