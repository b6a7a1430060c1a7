// API keys, which accounts knows; and credentials that were good until they were revoked.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { apiKeyText } from '@tributary/auth-kit';
import { describe, expect, it } from 'vitest';
import { requestId, startTestGateway, type TestGateway, useGateway } from '../support.ts';

const gateway = useGateway();
const me = '{ me { name } }';
const signedIn = { status: 200, data: { me: { name: 'Maria Anders' } } };
const refused = (message: string) => ({ status: 401, errors: [{ message, extensions: { code: 'UNAUTHENTICATED', requestId } }] });
const unavailable = {
  status: 503,
  errors: [{ message: 'The service is not available now; try again shortly.', extensions: { code: 'SERVICE_UNAVAILABLE', requestId } }],
};
const newKey = () => apiKeyText(randomBytes(4).toString('hex'), randomBytes(32).toString('base64url')).text;
const keyOwner = { userId: '11', role: 'CUSTOMER', scopes: ['orders:read'], customerId: 'ALFKI', employeeId: null };

/** Accounts knows keys from now on; gives what it was asked. */
function knowKeys(apiKeyId = randomUUID()): { apiKeyId: string; asked(): unknown[] } {
  const { accounts } = gateway().subgraphs;
  accounts.replyInternal('internalApiKeyPrincipal', () => ({
    data: { internalApiKeyPrincipal: { ...keyOwner, apiKeyId, requestsPerMinute: 600 } },
  }));
  return {
    apiKeyId,
    asked: () => accounts.internal.filter(({ field }) => field === 'internalApiKeyPrincipal').map(({ operation }) => operation.variables),
  };
}

describe('an API key', () => {
  it('is its owner, by X-API-Key or as a bearer token', async () => {
    const { apiKeyId } = knowKeys();
    const key = newKey();
    expect(await gateway().ask(me, { headers: { 'x-api-key': key } })).toEqual(signedIn);
    expect(await gateway().ask(me, { token: key })).toEqual(signedIn);
    const principal = { kind: 'user', ...keyOwner, sessionId: null, apiKeyId };
    expect(gateway().subgraphs.accounts.calls.map(({ verified }) => verified?.principal)).toEqual([principal, principal]);
  });

  it('is asked for by its hash, once for many requests at a time', async () => {
    const { asked } = knowKeys();
    const key = newKey();
    await Promise.all([1, 2, 3, 4, 5].map(() => gateway().ask(me, { headers: { 'x-api-key': key } })));
    expect(asked()).toEqual([{ secretHash: createHash('sha256').update(key).digest('hex') }]);
  });

  it('that accounts does not know is refused', async () => {
    expect(await gateway().ask(me, { headers: { 'x-api-key': newKey() } })).toEqual(refused('The API key is not valid.'));
    expect(gateway().subgraphs.accounts.calls).toEqual([]);
  });

  it('with a wrong checksum, or of another form, is refused without asking accounts', async () => {
    const { asked } = knowKeys();
    const key = newKey();
    for (const wrong of ['trb_', 'trb_1', key.slice(0, -1), `${key}0`, key.replace('_', '-'), `${key.slice(0, -8)}00000000`])
      expect(await gateway().ask(me, { headers: { 'x-api-key': wrong } })).toEqual(refused('The API key is not valid.'));
    expect(asked()).toEqual([]);
  });

  it.each(['api_key=', 'x-api-key=', 'access_token=', 'Authorization=Bearer%20', 'anything='])(
    'in a URL (%s) is refused, whatever else is sent',
    async (parameter) => {
      const { asked } = knowKeys();
      const key = newKey();
      const headers = { 'content-type': 'application/json', 'x-api-key': key };
      const path = `/graphql?query=${encodeURIComponent(me)}&${parameter}${key}`;
      for (const method of ['GET', 'POST']) {
        const body = method === 'POST' ? { body: JSON.stringify({ query: me }) } : {};
        const { status, text } = await gateway().send({ method, path, headers, ...body });
        expect([status, text]).toEqual([400, expect.stringContaining('never in a URL')]);
        expect(text).not.toContain(key);
      }
      expect(asked()).toEqual([]);
      expect(JSON.stringify(gateway().lines)).not.toContain(key);
    },
  );

  it('beside a token is refused', async () => {
    const headers = { 'x-api-key': newKey() };
    expect(await gateway().ask(me, { token: await gateway().identity.token(), headers })).toEqual(refused('Send one credential, not two.'));
  });

  it('is neither good nor bad while accounts cannot be asked, and is asked for again afterwards', async () => {
    const { accounts } = gateway().subgraphs;
    const key = newKey();
    for (const answer of [() => undefined, () => ({ errors: [{ message: 'at accounts-1.internal' }] }), () => 'no GraphQL']) {
      accounts.replyInternal('internalApiKeyPrincipal', answer);
      expect(await gateway().ask(me, { headers: { 'x-api-key': key } })).toEqual(unavailable);
    }
    knowKeys();
    expect(await gateway().ask(me, { headers: { 'x-api-key': key } })).toEqual(signedIn);
  });

  it('is counted, and what was not counted is counted later', async () => {
    const { apiKeyId } = knowKeys();
    const { accounts } = gateway().subgraphs;
    accounts.replyInternal('internalRecordApiKeyUsage', () => undefined);
    const key = newKey();
    for (const _request of [1, 2, 3]) await gateway().ask(me, { headers: { 'x-api-key': key } });
    const entry = { apiKeyId, day: new Date().toISOString().slice(0, 10), requests: 3, rejected: 0 };
    expect((await accounts.nextInternal('internalRecordApiKeyUsage')).variables?.['entries']).toContainEqual(entry);
    accounts.replyInternal('internalRecordApiKeyUsage', () => ({ data: { internalRecordApiKeyUsage: true } }));
    expect((await accounts.nextInternal('internalRecordApiKeyUsage')).variables?.['entries']).toContainEqual(entry);
  });
});

describe('what was revoked', () => {
  const later = () => new Date(Date.now() + 600_000).toISOString();

  it('as a session is refused, with a token that was accepted before', async () => {
    const token = await gateway().identity.token({ claims: { sid: 'revoked-session' } });
    expect(await gateway().ask(me, { token })).toEqual(signedIn);
    await revoke(gateway(), { kind: 'SESSION', id: 'revoked-session', notBefore: new Date().toISOString(), expiresAt: later() });
    expect(await gateway().ask(me, { token })).toEqual(refused('The access token was revoked.'));
    expect(await gateway().ask(me, { token: await gateway().identity.token() })).toEqual(signedIn);
  });

  it('as a user is refused in tokens from before, and accepted in tokens from after', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const [before, after] = await Promise.all(
      [seconds - 60, seconds].map((iat) => gateway().identity.token({ claims: { sub: 'revoked-user', iat, exp: iat + 300 } })),
    );
    await revoke(gateway(), {
      kind: 'USER',
      id: 'revoked-user',
      notBefore: new Date((seconds - 30) * 1000).toISOString(),
      expiresAt: later(),
    });
    expect(await gateway().ask(me, { token: before ?? '' })).toEqual(refused('The access token was revoked.'));
    expect(await gateway().ask(me, { token: after ?? '' })).toEqual(signedIn);
  });

  it('as a token is refused, and no other token of its session', async () => {
    const [ended, other] = await Promise.all(['ended', 'other'].map((jti) => gateway().identity.token({ claims: { jti } })));
    expect(await gateway().ask(me, { token: ended ?? '' })).toEqual(signedIn);
    await revoke(gateway(), { kind: 'TOKEN', id: 'ended', notBefore: new Date().toISOString(), expiresAt: later() });
    expect(await gateway().ask(me, { token: ended ?? '' })).toEqual(refused('The access token was revoked.'));
    expect(await gateway().ask(me, { token: other ?? '' })).toEqual(signedIn);
  });

  it('as an API key is refused at once, although it is still known', async () => {
    const { apiKeyId } = knowKeys();
    const key = newKey();
    expect(await gateway().ask(me, { headers: { 'x-api-key': key } })).toEqual(signedIn);
    await revoke(gateway(), { kind: 'API_KEY', id: apiKeyId, notBefore: new Date().toISOString(), expiresAt: later() });
    expect(await gateway().ask(me, { headers: { 'x-api-key': key } })).toEqual(refused('The API key is not valid.'));
  });

  it('is asked for from where the last answer ended', async () => {
    const { accounts } = gateway().subgraphs;
    accounts.replyInternal('internalRevocations', () => ({ data: { internalRevocations: { cursor: 'cursor-7', entries: [] } } }));
    await accounts.nextInternal('internalRevocations');
    expect((await accounts.nextInternal('internalRevocations')).variables).toEqual({ after: 'cursor-7' });
  });
});

describe('as long as nothing is known of revocations', () => {
  it('strangers are served, and whoever signed in is not', async () => {
    const alone = await startTestGateway({ ACCOUNTS_URL: 'http://127.0.0.1:1/graphql' });
    expect(await alone.ask('{ product(id: "1") { name } }')).toEqual({ status: 200, data: { product: { name: 'Chai' } } });
    const token = await alone.identity.token();
    expect(await alone.ask('{ product(id: "1") { name } }', { token })).toEqual(unavailable);
    expect(await alone.ask('mutation { renameProduct(id: "1", name: "a") { name } }', { token })).toEqual(unavailable);
    expect(alone.subgraphs.catalog.calls).toHaveLength(1);
    await alone.stop();
  });
});

/** Accounts tells of a revocation, and the gateway has read it. */
async function revoke({ subgraphs: { accounts } }: TestGateway, entry: Readonly<Record<string, string>>): Promise<void> {
  accounts.replyInternal('internalRevocations', () => ({ data: { internalRevocations: { cursor: '1', entries: [entry] } } }));
  await accounts.nextInternal('internalRevocations');
  // It asks again only when it has taken the last answer.
  await accounts.nextInternal('internalRevocations');
}
