// The same refresh token twenty times at once, at two processes on one database: at most one family survives. OAUTH_REFRESH_ROUNDS=1000 is the long form.
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { endOf, type TestSubgraph, testSubgraph } from '@tributary/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Config } from '../src/config.ts';
import type { PrismaClient } from '../src/generated/prisma/client.ts';
import { hashOf } from '../src/secrets.ts';

const rounds = Number(process.env['OAUTH_REFRESH_ROUNDS'] ?? 20);
const atOnce = 20;
const clientId = 'storm';

let subgraph: TestSubgraph;
let db: PrismaClient;
let userId: number;
const processes: ChildProcess[] = [];
/** Their token endpoints. */
const doors: string[] = [];

/** One more process of accounts, on the same database and keys. */
async function startProcess({ databaseUrl, tokenKeysFile }: Config): Promise<string> {
  const keys = dirname(tokenKeysFile);
  const child = fork(new URL('../src/main.ts', import.meta.url), {
    env: {
      ...process.env,
      PORT: '0',
      LOG_LEVEL: 'warn',
      ACCOUNTS_DATABASE_URL: databaseUrl,
      SERVICE_KEYS_FILE: join(keys, 'accounts.json'),
      AUDIT_KEY_FILE: join(keys, 'audit.key'),
      TOKEN_KEYS_FILE: tokenKeysFile,
    },
  });
  processes.push(child);
  const { url } = await new Promise<{ readonly url: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string })); // run-subgraph.ts says so
    child.once('exit', (code) => reject(new Error(`accounts ended with code ${code}`)));
  });
  return new URL('/oauth/token', url).href;
}

beforeAll(async () => {
  subgraph = await testSubgraph('accounts');
  db = subgraph.service.database.client as PrismaClient; // that of accounts
  const config = subgraph.config as TestSubgraph['config'] & Config; // that of accounts
  doors.push(...(await Promise.all([startProcess(config), startProcess(config)])));
  userId = (await db.user.findFirstOrThrow({ where: { status: 'ACTIVE', role: 'CUSTOMER' } })).id;
  await db.oAuthClient.create({
    data: { id: clientId, ownerId: userId, kind: 'WEB_APP', name: 'Storm', redirectUris: ['http://127.0.0.1:1/callback'] },
  });
});
afterAll(async () => {
  await Promise.all(processes.map((child) => endOf(child, 'SIGTERM')));
  await subgraph.stop();
});

/** A session in the client's hands, as the authorization code flow leaves it. */
async function startFamily(): Promise<{ sessionId: string; token: string }> {
  const sessionId = randomUUID();
  const token = `first of ${sessionId}`;
  await db.session.create({
    data: {
      id: sessionId,
      userId,
      expiresAt: new Date(Date.now() + 3_600_000),
      grant: { create: { clientId, scopes: ['openid'], refresh: { scope: 'openid' } } },
      tokens: { create: { hash: hashOf(token) } },
    },
  });
  return { sessionId, token };
}

/** The successor, or null for a refusal. */
async function refresh(door: string, token: string): Promise<string | null> {
  const body = new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, refresh_token: token });
  const answer = await fetch(door, { method: 'POST', body });
  const { refresh_token: successor, error } = (await answer.json()) as { refresh_token?: string; error?: string }; // of RFC 6749
  if (successor === undefined) expect([answer.status, error]).toEqual([400, 'invalid_grant']);
  return successor ?? null;
}

it(`leaves at most one family, in each of ${rounds} rounds`, async () => {
  const [one, other] = doors as [string, string]; // both were started
  const counts = { served: 0, survived: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const { sessionId, token } = await startFamily();
    const answers = await Promise.all(Array.from({ length: atOnce }, (_, index) => refresh(index % 2 === 0 ? one : other, token)));
    const successors = new Set(answers.filter((successor) => successor !== null));
    expect(successors.size, `round ${round}`).toBeLessThanOrEqual(1);
    expect(await db.refreshToken.count({ where: { sessionId, spentAt: null } }), `round ${round}`).toBeLessThanOrEqual(1);
    counts.served += answers.filter((successor) => successor !== null).length;
    const [successor] = successors;
    // Whoever got one can go on, at either process.
    if (successor !== undefined && (await refresh(round % 2 === 0 ? one : other, successor)) !== null) counts.survived += 1;
  }
  // What is within ten seconds is two tabs, not a thief: nobody is signed out by it.
  expect(counts).toEqual({ served: rounds * atOnce, survived: rounds });
}, 900_000);
