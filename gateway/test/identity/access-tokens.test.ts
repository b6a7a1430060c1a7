// Who a bearer token is, and which tokens are nobody's.
import { createHmac } from 'node:crypto';
import { generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { requestId, startTestGateway, useGateway } from '../support.ts';
import { customer } from '../support-identity.ts';
import { badKeys } from '../support-subgraphs.ts';

const gateway = useGateway();
const me = '{ me { name } }';
const signedIn = { status: 200, data: { me: { name: 'Maria Anders' } } };
const refused = (message = 'The access token is not valid.') => ({
  status: 401,
  errors: [{ message, extensions: { code: 'UNAUTHENTICATED', requestId } }],
});
const now = () => Math.floor(Date.now() / 1000);
const principals = () => gateway().subgraphs.accounts.calls.map(({ verified }) => verified?.principal);

describe('a request', () => {
  it('without a token is that of a stranger', async () => {
    expect(await gateway().ask('{ products { name } }')).toMatchObject({
      status: 200,
      data: { products: [{ name: 'Chai' }, { name: 'Chang' }] },
    });
    expect(gateway().subgraphs.catalog.calls.map(({ verified }) => verified?.principal)).toEqual([{ kind: 'anonymous' }]);
  });

  it('with a good token is that of its subject', async () => {
    expect(await gateway().ask(me, { token: await gateway().identity.token() })).toEqual(signedIn);
    expect(principals()).toEqual([customer]);
  });

  it('of an employee has no company', async () => {
    const claims = {
      sub: '102',
      role: 'MANAGER',
      scope: 'catalog:write reports:read users:write',
      customer_id: undefined,
      employee_id: '2',
      sid: 'session-2',
    };
    await gateway().ask(me, { token: await gateway().identity.token({ claims }) });
    expect(principals()).toEqual([
      {
        kind: 'user',
        userId: '102',
        role: 'MANAGER',
        scopes: ['catalog:write', 'reports:read'],
        customerId: null,
        employeeId: '2',
        sessionId: 'session-2',
        apiKeyId: null,
      },
    ]);
  });

  it('with a token that has no scopes is signed in and may nothing', async () => {
    await gateway().ask(me, { token: await gateway().identity.token({ claims: { scope: undefined } }) });
    expect(principals()).toEqual([{ ...customer, scopes: [] }]);
  });

  it('may write the scheme in any case', async () => {
    const token = await gateway().identity.token();
    expect(await gateway().ask(me, { headers: { authorization: `bearer ${token}` } })).toEqual(signedIn);
    expect(await gateway().ask(me, { headers: { authorization: `BEARER ${token}` } })).toEqual(signedIn);
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b', 'token', 'Bearer  a'])(
    'with the header %j is refused',
    async (authorization) => {
      expect(await gateway().ask(me, { headers: { authorization } })).toEqual(
        refused('The Authorization header is not "Bearer" and a token.'),
      );
      expect(principals()).toEqual([]);
    },
  );
});

describe('a token', () => {
  const wrong: Readonly<Record<string, () => Promise<string>>> = {
    'that is no token': async () => 'abc',
    'that is empty between its dots': async () => '..',
    'that has expired': () => gateway().identity.token({ claims: { iat: now() - 700, exp: now() - 1 } }),
    'that is not valid yet': () => gateway().identity.token({ claims: { nbf: now() + 600 } }),
    'that never expires': () => gateway().identity.token({ claims: { exp: undefined } }),
    'for another audience': () => gateway().identity.token({ claims: { aud: 'another' } }),
    'without an audience': () => gateway().identity.token({ claims: { aud: undefined } }),
    'of another issuer': () => gateway().identity.token({ claims: { iss: 'https://issuer.test/' } }),
    'without an issuer': () => gateway().identity.token({ claims: { iss: undefined } }),
    'without a subject': () => gateway().identity.token({ claims: { sub: undefined } }),
    'without a session': () => gateway().identity.token({ claims: { sid: undefined } }),
    'with a session that is no text': () => gateway().identity.token({ claims: { sid: 7 } }),
    'without the time of its issue': () => gateway().identity.token({ claims: { iat: undefined } }),
    'without a role': () => gateway().identity.token({ claims: { role: undefined } }),
    'with a role that does not exist': () => gateway().identity.token({ claims: { role: 'OWNER' } }),
    'of another type': () => gateway().identity.token({ header: { typ: 'JWT' } }),
    'of no type': () => gateway().identity.token({ header: { typ: '' } }),
    'that names an unknown key': () => gateway().identity.token({ header: { kid: 'unknown' } }),
    'that another key has signed': async () =>
      gateway().identity.token({ key: (await generateKeyPair('EdDSA', { crv: 'Ed25519' })).privateKey }),
    'that another algorithm has signed': async () =>
      gateway().identity.token({ header: { alg: 'ES256' }, key: (await generateKeyPair('ES256')).privateKey }),
    'that is signed with the public key as a secret': async () =>
      forged('HS256', (text) => createHmac('sha256', JSON.stringify(gateway().identity.jwks.keys[0])).update(text).digest('base64url')),
    'that is not signed': () => forged('none', () => ''),
    'that was changed after it was signed': async () => {
      const [header, payload = '', signature] = (await gateway().identity.token()).split('.');
      const claims: Record<string, unknown> = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>; // signed above
      return [header, encoded({ ...claims, role: 'ADMIN' }), signature].join('.');
    },
    'that is larger than any of ours': () => gateway().identity.token({ claims: { padding: 'x'.repeat(8_192) } }),
  };

  it.each(Object.entries(wrong))('%s is refused, before any subgraph is asked', async (_what, token) => {
    expect(await gateway().ask(`${me}{`, { token: await token() })).toEqual(refused());
    expect(principals()).toEqual([]);
  });

  it('that is refused is answered with what to send instead, and leaves no trace of itself in the log', async () => {
    const token = await gateway().identity.token({ claims: { aud: 'another' } });
    const response = await gateway().send({
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(await gateway().logged(({ message }) => message === 'request')).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(JSON.stringify(gateway().lines)).not.toContain(token);
  });

  it('is checked anew when one like it was accepted before', async () => {
    const token = await gateway().identity.token();
    expect(await gateway().ask(me, { token })).toEqual(signedIn);
    expect(await gateway().ask(me, { token: `${token.slice(0, -4)}AAAA` })).toEqual(refused());
  });

  async function forged(alg: string, sign: (text: string) => string): Promise<string> {
    const [, payload] = (await gateway().identity.token()).split('.');
    const text = `${encoded({ alg, typ: 'at+jwt', kid: 'test' })}.${payload}`;
    return `${text}.${sign(text)}`;
  }
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('when the keys of tokens cannot be read', () => {
  const unavailable = {
    status: 503,
    errors: [{ message: 'The service is not available now; try again shortly.', extensions: { code: 'SERVICE_UNAVAILABLE', requestId } }],
  };

  it.each(Object.keys(badKeys))('a token is neither good nor bad, and strangers are served (%s)', async (path) => {
    const alone = await startTestGateway({ JWKS_URL: new URL(path, gateway().subgraphs.catalog.url).href });
    expect(await alone.ask(me, { token: await alone.identity.token() })).toEqual(unavailable);
    expect(await alone.ask('{ product(id: "1") { name } }')).toEqual({ status: 200, data: { product: { name: 'Chai' } } });
    await alone.stop();
  });
});
