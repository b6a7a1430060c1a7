// What a browser keeps for us, sealed: it opens for its purpose, with a key that is known, in its time.
import { EncryptJWT } from 'jose';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createSeal } from './seal.ts';

const keyOf = (byte: number) => new Uint8Array(32).fill(byte);
const schema = z.object({ user: z.string() });
const start = Date.UTC(2026, 0, 1);
const sealOf = ({ keys = [keyOf(1)], kind = 'session', at = start }: { keys?: Uint8Array[]; kind?: string; at?: number } = {}) =>
  createSeal({ kind, schema, keys: keys as [Uint8Array], now: () => at }); // each test gives one at least
const sealed = () => sealOf().seal({ user: 'maria' }, start + 1_000);

it('opens as what was sealed, and tells until when', async () => {
  expect(await sealOf().open(await sealed())).toEqual({ user: 'maria', until: start + 1_000 });
});

it('shows nothing of what is in it', async () => {
  const parts = (await sealed()).split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
  expect(parts.join()).not.toContain('maria');
  expect(JSON.parse(parts[0] ?? '')).toEqual({ alg: 'dir', enc: 'A256GCM', typ: 'session', kid: expect.stringMatching(/^[\w-]{8}$/) });
});

it('opens with the key before, too, until that is taken out', async () => {
  const old = await sealed();
  expect(await sealOf({ keys: [keyOf(2), keyOf(1)] }).open(old)).not.toBeNull();
  expect(await sealOf({ keys: [keyOf(2)] }).open(old)).toBeNull();
});

it('does not open when its time is over', async () => {
  expect(await sealOf({ at: start + 1_000 }).open(await sealed())).toBeNull();
});

it('does not open for another purpose', async () => {
  expect(await sealOf({ kind: 'sign-in' }).open(await sealed())).toBeNull();
});

it('does not open with anything changed', async () => {
  const parts = (await sealed()).split('.');
  for (const [index, part] of parts.entries()) {
    const changed = part === '' ? 'AAAA' : `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`;
    expect(await sealOf().open(parts.with(index, changed).join('.'))).toBeNull();
  }
});

it('does not open when it is something else', async () => {
  for (const text of ['', 'x', '....', 'eyJhbGciOiJub25lIn0.e30.', 'null']) expect(await sealOf().open(text)).toBeNull();
});

it('does not open when another release sealed something else, or without an end, or by another algorithm', async () => {
  const kid = JSON.parse(Buffer.from((await sealed()).split('.')[0] ?? '', 'base64url').toString()).kid;
  const exp = start / 1000 + 1;
  const other = (content: object, header: object = {}, key = keyOf(1)) =>
    new EncryptJWT({ ...content }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'session', kid, ...header }).encrypt(key);
  expect(await sealOf().open(await other({ user: 'maria', exp }))).not.toBeNull();
  expect(await sealOf().open(await other({ person: 'maria', exp }))).toBeNull();
  expect(await sealOf().open(await other({ user: 'maria' }))).toBeNull();
  expect(await sealOf().open(await other({ user: 'maria', exp }, { enc: 'A128CBC-HS256' }))).toBeNull();
  expect(await sealOf().open(await other({ user: 'maria', exp }, { alg: 'A256KW' }))).toBeNull();
});
