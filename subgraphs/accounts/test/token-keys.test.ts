// Keys of access tokens that follow each other, and tokens signed before and after.
import { generateKeyPairSync } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAccessTokens } from '../src/access-tokens.ts';
import { parseTokenKeys, publishedKeysOf, signingKeyOf } from '../src/token-keys.ts';

const nowMs = Math.floor(Date.now() / 1000) * 1000;
const now = nowMs / 1000;

function keyOf(kid: string, signsFrom?: number, type: 'ed25519' | 'ec' = 'ed25519') {
  const pair = type === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  const jwk = { ...pair.privateKey.export({ format: 'jwk' }), kid, ...(signsFrom !== undefined && { signsFrom }) };
  const [key] = parseTokenKeys(JSON.stringify({ keys: [jwk] }));
  if (key === undefined) throw new Error('There is one key in the set.');
  return key;
}

describe('of several keys', () => {
  const keys = [keyOf('first'), keyOf('second', now), keyOf('third', now + 600)];
  const kids = (at: number) => publishedKeysOf(keys, at * 1000).map(({ kid }) => kid);

  it('the one that took over last signs, and the next is published before it does', () => {
    expect([now - 1, now, now + 599, now + 600].map((at) => signingKeyOf(keys, at * 1000).kid)).toEqual([
      'first',
      'second',
      'second',
      'third',
    ]);
    expect(kids(now - 1)).toEqual(['first', 'second', 'third']);
  });

  it('one is published until its last token has expired', () => {
    expect(kids(now + 359)).toEqual(['first', 'second', 'third']);
    expect(kids(now + 361)).toEqual(['second', 'third']);
    expect(kids(now + 961)).toEqual(['third']);
  });

  it('the first signs when none has begun yet', () => {
    expect(signingKeyOf([keyOf('only', now + 600)], nowMs).kid).toBe('only');
  });
});

it.each([
  ['no JSON', 'keys'],
  ['no keys', '{"keys":[]}'],
  ['a symmetric key', '{"keys":[{"kty":"oct","kid":"1","k":"AAAA"}]}'],
  ['another curve', '{"keys":[{"kty":"EC","crv":"P-384","kid":"1","x":"A","y":"A","d":"A"}]}'],
  ['a public key', '{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"1","x":"A"}]}'],
])('%s is no set of keys to sign with', (_what, text) => {
  expect(() => parseTokenKeys(text)).toThrow();
});

it('tokens and derivations from before a rotation are good after it, with a key of the other type too', async () => {
  const [first, second] = [keyOf('first'), keyOf('second', now, 'ec')];
  const tokens = await createAccessTokens({ tokenKeys: [first], issuer: 'https://issuer.test' });
  const user = { id: 1, role: 'SALES', customerId: null, employeeId: 1 } as Parameters<typeof tokens.sign>[0]; // what a token tells of a user
  const before = await tokens.sign(user, 'session', new Date(nowMs));
  const derived = tokens.derive('refresh', 'a token');
  tokens.replaceKeys([first, second]);
  const after = await tokens.sign(user, 'session', new Date(nowMs));
  expect([before, after].map(({ token }) => decodeProtectedHeader(token))).toEqual([
    { alg: 'EdDSA', typ: 'at+jwt', kid: 'first' },
    { alg: 'ES256', typ: 'at+jwt', kid: 'second' },
  ]);
  expect(await tokens.verify(before.token)).toMatchObject({ sub: '1', sid: 'session' });
  expect(await tokens.verify(after.token)).toMatchObject({ sub: '1', sid: 'session' });
  expect(tokens.derivations('refresh', 'a token')).toContain(derived);
  expect(tokens.derive('refresh', 'a token')).not.toBe(derived);
  expect(JSON.stringify(tokens.publicKeys)).not.toContain(first.d);
  expect(tokens.publicKeys.keys.map((key) => [key.kid, key.alg, 'signsFrom' in key])).toEqual([
    ['first', 'EdDSA', false],
    ['second', 'ES256', false],
  ]);
  tokens.replaceKeys([second]);
  expect(await tokens.verify(before.token)).toBeNull();
});
