// For tests of browser sessions: a gateway that keeps them, an OpenID provider, and browsers before both.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@tributary/test-kit';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startTestGateway, type TestGateway } from '../support.ts';
import { openBrowser, ownPage, type Sent, type TestBrowser, type Visit } from './support-browser.ts';
import { startProvider, type TestProvider } from './support-provider.ts';

export interface Sessions {
  readonly origin: string;
  readonly gateway: TestGateway;
  readonly provider: TestProvider;
  /** A browser in which the person has signed in. */
  signedIn(): Promise<TestBrowser>;
  /** Sends a document as a page of the origin does, unless something is said to be different. */
  ask(browser: TestBrowser, document: string, sent?: Sent): Promise<Visit>;
}

/** Starts them for the tests of one file. */
export function useSessions(env: Readonly<Record<string, string>> = {}): () => Sessions {
  let started: (Sessions & { stop(): Promise<void> }) | null = null;
  const current = () => {
    if (started === null) throw new Error('The gateway runs only while tests do.');
    return started;
  };
  beforeAll(async () => {
    started = await startSessions(env);
  });
  beforeEach(() => {
    const { gateway, provider } = current();
    for (const subgraph of Object.values(gateway.subgraphs)) subgraph.reset();
    gateway.lines.length = 0;
    Object.assign(provider, { lifetimeSeconds: 300, padding: 0, mood: 'yes' });
    provider.grants.length = 0;
  });
  afterAll(() => started?.stop());
  return current;
}

async function startSessions(env: Readonly<Record<string, string>>): Promise<Sessions & { stop(): Promise<void> }> {
  const provider = await startProvider();
  const folder = mkdtempSync(join(tmpdir(), 'tributary-sessions-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const secret = randomBytes(32).toString('base64url');
  const scope = 'openid offline_access customers:read orders:read';
  const keys = [randomBytes(32).toString('base64')];
  const file = join(folder, 'browser-sessions.json');
  writeFileSync(file, JSON.stringify({ origin, clientId: 'gateway', clientSecret: secret, scope, keys }));
  const gateway = await startTestGateway({ PORT: String(port), ISSUER: provider.issuer, BROWSER_SESSIONS_FILE: file, ...env });
  provider.open({ origin, secret, key: gateway.identity.privateJwk });
  await gateway.running.ready;
  return {
    origin,
    gateway,
    provider,
    async signedIn() {
      const browser = openBrowser();
      await browser.visit(`${origin}/session/sign-in`);
      return browser;
    },
    ask: (browser, document, { headers = ownPage, ...sent } = {}) =>
      browser.send(`${origin}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: document }), ...sent }),
    async stop() {
      await gateway.stop();
      await provider.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
