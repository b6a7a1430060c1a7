// Who the clients are when the gateway runs with identity on: a thousand users with a valid token each, the key set that proves them, and
// the service that says that none was revoked.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServiceKeys } from '@tributary/auth-kit';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { subgraphNames } from './subgraphs/schemas.ts';

export interface Identity {
  /** A valid token of each user: new ones when the last are older than two minutes (a token lives for five). */
  tokens(): Promise<readonly string[]>;
  readonly issuer: string;
  readonly jwksUrl: string;
  /** The gateway's file of keys, as JSON: how it signs to each subgraph. */
  readonly serviceKeys: string;
  close(): void;
}

const userCount = 1_000;
const lifetime = '5m';
const renewedAfterMs = 120_000;
const keyId = 'bench';

export async function createIdentity(): Promise<Identity> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const keySet = { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, alg: 'EdDSA', use: 'sig' }] };
  const server = await serve(keySet);
  // Listening on TCP: the address is one of a port.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let minted: { readonly at: number; readonly tokens: Promise<readonly string[]> } | null = null;
  const tokens = () => {
    if (minted === null || Date.now() - minted.at > renewedAfterMs) {
      const made = Array.from({ length: userCount }, (_unused, index) => tokenOf(index, origin, privateKey));
      minted = { at: Date.now(), tokens: Promise.all(made) };
    }
    return minted.tokens;
  };
  const serviceKeys = createServiceKeys(subgraphNames.map((name) => ['gateway', name] as const)).get('gateway') ?? '';
  return { tokens, issuer: origin, jwksUrl: `${origin}/.well-known/jwks.json`, serviceKeys, close: () => closeServer(server) };
}

function tokenOf(index: number, issuer: string, privateKey: CryptoKey): Promise<string> {
  return new SignJWT({ sid: `session-${index}`, role: 'SALES', scope: 'catalog:read orders:read', employee_id: String(index) })
    .setProtectedHeader({ alg: 'EdDSA', kid: keyId, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience('tributary')
    .setSubject(`user-${index}`)
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(privateKey);
}

/** The key set, and at /graphql the answer to "what was revoked?": nothing. */
function serve(keySet: unknown): Promise<Server> {
  const revocations = { data: { internalRevocations: { cursor: '0', entries: [] } } };
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(request.url === '/graphql' ? revocations : keySet));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function closeServer(server: Server): void {
  server.close();
  server.closeAllConnections();
}
