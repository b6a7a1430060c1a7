// The keys of access tokens, before an issuer that rotates, fails and is flooded.
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { expect, it } from 'vitest';
import { createKeySet, keyPeriodMs } from './key-set.ts';

const start = Date.parse('2026-01-01T00:00:00Z');

async function publicKey(kid: string, alg: 'EdDSA' | 'ES256' = 'EdDSA'): Promise<JWK> {
  const { publicKey: key } = await generateKeyPair(alg, alg === 'EdDSA' ? { crv: 'Ed25519' } : {});
  return { ...(await exportJWK(key)), kid, alg, use: 'sig' };
}

/** An issuer whose clock and answers a test moves. */
function issuerOf(keys: unknown) {
  const state = { keys, now: start, fetches: 0, warnings: 0 };
  const keyOf = createKeySet({
    fetchKeys: async () => {
      state.fetches += 1;
      if (state.keys === null) throw new Error('connect ECONNREFUSED');
      return { keys: state.keys };
    },
    logger: {
      warn() {
        state.warnings += 1;
      },
    },
    now: () => state.now,
  });
  const has = async (kid: string, alg = 'EdDSA') => {
    try {
      await keyOf({ alg, kid }, { payload: '', signature: '' });
      return true;
    } catch {
      return false;
    }
  };
  return { state, has };
}

it('asks once for many tokens at a time', async () => {
  const { state, has } = issuerOf([await publicKey('one')]);
  expect(await Promise.all([has('one'), has('one'), has('one')])).toEqual([true, true, true]);
  expect(state.fetches).toBe(1);
});

it('finds keys of both types, each for its algorithm alone', async () => {
  const { has } = issuerOf([await publicKey('ed'), await publicKey('ec', 'ES256')]);
  expect([await has('ed'), await has('ec', 'ES256'), await has('ed', 'ES256'), await has('ec'), await has('ed', 'HS256')]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

it('takes no key that is symmetric, nameless, for encryption or of another curve', async () => {
  const good = await publicKey('good');
  const { kid: _nameless, ...nameless } = await publicKey('nameless');
  const { has } = issuerOf([
    good,
    nameless,
    { kty: 'oct', k: 'c2VjcmV0', kid: 'oct', alg: 'HS256' },
    { ...(await publicKey('enc')), use: 'enc' },
    { kty: 'EC', crv: 'P-384', kid: 'p384' },
    null,
  ]);
  expect([await has('good'), await has('oct', 'HS256'), await has('enc'), await has('p384', 'ES384')]).toEqual([true, false, false, false]);
});

it('fetches at most twice in a minute, whatever keys are named', async () => {
  const { state, has } = issuerOf([await publicKey('one')]);
  for (let second = 0; second < 600; second += 1) {
    state.now = start + second * 1_000;
    await Promise.all([has(`random ${second}`), has(`another ${second}`)]);
    expect(await has('one')).toBe(true);
  }
  expect(state.fetches).toBeLessThanOrEqual(20);
});

it('fetches no more often while the issuer is down, and keeps the last keys', async () => {
  const { state, has } = issuerOf([await publicKey('one')]);
  await has('one');
  state.keys = null;
  for (let second = 0; second < 3_600; second += 10) {
    state.now = start + second * 1_000;
    await has('random');
    expect(await has('one')).toBe(true);
  }
  expect(state.fetches).toBeLessThanOrEqual(121);
  expect(state.warnings).toBe(state.fetches - 1);
});

it('knows a key that was published a period before it signs, even in a flood', async () => {
  const old = await publicKey('old');
  const { state, has } = issuerOf([old]);
  await has('old');
  state.keys = [old, await publicKey('new')];
  state.now += keyPeriodMs;
  await has('old'); // the request that begins the renewal is served with what is there
  await new Promise((resolve) => setImmediate(resolve));
  const before = state.fetches;
  expect([await has('new'), state.fetches]).toEqual([true, before]);
});

it('finds a key that signs at once, and forgets one that is withdrawn', async () => {
  const { state, has } = issuerOf([await publicKey('old')]);
  await has('old');
  state.keys = [await publicKey('new')];
  expect([await has('new'), await has('old')]).toEqual([true, false]);
});

it('tries again a second later while it has read nothing yet', async () => {
  const { state, has } = issuerOf(null);
  expect([await has('one'), await has('one'), state.fetches]).toEqual([false, false, 1]);
  state.keys = [await publicKey('one')];
  state.now += 1_000;
  expect([await has('one'), state.fetches]).toEqual([true, 2]);
});
