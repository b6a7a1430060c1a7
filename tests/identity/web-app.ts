// A web app before the running system, as one is deployed: its own server shows the pages and passes /graphql and /session on to a gateway that keeps sessions.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOf, root, serviceLog, sharedSystem, subgraphNames, variablePrefix } from '@tributary/test-kit';
import { type OAuthSystem, oauthSystem } from './oauth-system.ts';

export interface WebApp {
  readonly origin: string;
  readonly system: OAuthSystem;
  /** What its gateway has written so far. */
  log(): string;
  stop(): Promise<void>;
}

const scopes = ['customers:read', 'orders:read', 'orders:write', 'orders:ship'];

const page = `<!doctype html><html lang="en"><title>Shop</title><script src="/app.js" defer></script>
<p role="status">Looking…</p><a href="/session/sign-in?return_to=/orders">Sign in</a><button type="button">Sign out</button></html>`;

const script = `
const own = { 'tributary-session': '1' };
const tell = (text) => { document.querySelector('[role=status]').textContent = text; };
window.ask = async (query) => {
  const response = await fetch('/graphql', { method: 'POST', headers: { ...own, 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
  return { status: response.status, ...(await response.json()) };
};
window.who = async () => (await (await fetch('/session', { headers: own })).json()).user;
document.querySelector('button').addEventListener('click', async () => {
  const { endSessionUrl } = await (await fetch('/session/sign-out', { method: 'POST', headers: own })).json();
  tell('Signed out');
  window.leave = () => location.assign(endSessionUrl);
});
who().then(async (user) => tell(user === null ? 'Nobody is signed in' : 'Hello ' + (await ask('{ me { name } }')).data.me.name));
`;

/** Starts both, and registers the gateway as a confidential client. */
export async function startWebApp(): Promise<WebApp> {
  const system = await oauthSystem();
  const folder = mkdtempSync(join(tmpdir(), 'tributary-web-app-'));
  let gatewayPort = 0;
  const server = await listening((incoming, response) => {
    if (incoming.url === '/app.js') return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    if (/^\/(graphql|session)\b/.test(incoming.url ?? '')) return passOn(gatewayPort, incoming, response);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  const origin = `http://localhost:${portOf(server)}`;
  const { id, secret } = await system.register({
    kind: 'SERVICE',
    name: 'Northwind Shop',
    redirectUris: [`${origin}/session/callback`],
    postLogoutRedirectUris: [`${origin}/`],
    scopes,
  });
  const file = join(folder, 'browser-sessions.json');
  const keys = [randomBytes(32).toString('base64')];
  writeFileSync(file, JSON.stringify({ origin, clientId: id, clientSecret: secret, scope: ['openid', ...scopes].join(' '), keys }));
  const gateway = startGateway({ ISSUER: system.issuer, BROWSER_SESSIONS_FILE: file });
  gatewayPort = await gateway.port;
  return {
    origin,
    system,
    log: gateway.log,
    async stop() {
      await endOf(gateway.process, 'SIGTERM');
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Another gateway of the system that the tests share. */
function startGateway(env: Readonly<Record<string, string>>) {
  const { dataDir } = sharedSystem();
  const addresses = new Map(
    subgraphNames.map((name) => [name, String(serviceLog(dataDir, name).findLast(({ message }) => message === 'listening')?.['url'])]),
  );
  const child: ChildProcess = spawn(process.execPath, ['gateway/src/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      SUPERGRAPH_FILE: join(dataDir, 'supergraph.graphql'),
      SERVICE_KEYS_FILE: join(dataDir, 'keys', 'gateway.json'),
      JWKS_URL: new URL('/.well-known/jwks.json', addresses.get('accounts')).href,
      ...Object.fromEntries([...addresses].map(([name, url]) => [`${variablePrefix(name)}_URL`, new URL('/graphql', url).href])),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const port = new Promise<number>((resolve, reject) => {
    child.once('message', ({ url }: { readonly url: string }) => resolve(Number(new URL(url).port)));
    child.once('close', () => reject(new Error(`The gateway has ended:\n${log}`)));
  });
  return { process: child, port, log: () => log };
}

function passOn(port: number, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, url, headers } = incoming;
  const passed = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => response.destroy());
  incoming.pipe(passed);
}

/** A server on a free port of this machine. */
export async function listening(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port; // a TCP server that listens has one
