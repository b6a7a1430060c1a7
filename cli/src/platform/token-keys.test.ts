// Keys of access tokens that follow each other.
import { expect, it } from 'vitest';
import { createTokenKey, rotated } from './token-keys.ts';

const now = 1_800_000_000;

it('keeps what has signed tokens that may still be good, and nothing older', () => {
  const first = createTokenKey('EdDSA');
  const second = createTokenKey('ES256', now);
  const third = createTokenKey('EdDSA', now + 10_000);
  expect(rotated([first], second, now - 600)).toEqual([first, second]);
  expect(rotated([first, second], third, now + 359)).toEqual([first, second, third]);
  expect(rotated([first, second], third, now + 360)).toEqual([second, third]);
});

it('makes private keys of both types, each with a name of its own', () => {
  const [ed, ec] = [createTokenKey('EdDSA'), createTokenKey('ES256', now)];
  expect(ed).toMatchObject({ kty: 'OKP', crv: 'Ed25519', d: expect.any(String), kid: expect.any(String) });
  expect(ec).toMatchObject({ kty: 'EC', crv: 'P-256', d: expect.any(String), kid: expect.any(String), signsFrom: now });
  expect([ed.kid === ec.kid, 'signsFrom' in ed]).toEqual([false, false]);
});
