// Passwords: Argon2id off the event loop, a few at a time, with the same work for people who do not exist.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { createBoundedQueue } from './bounded-queue.ts';
import { isBreached } from './breached-passwords.ts';

export interface Passwords {
  /** @throws {AppError} SERVICE_OVERLOADED when too many wait. */
  hash(password: string): Promise<string>;
  /** Whether the password fits; without a hash the work is done all the same. @throws {AppError} SERVICE_OVERLOADED when too many wait. */
  fits(password: string, hash: string | null): Promise<boolean>;
}

/** OWASP's minimum: 19 MiB, two passes. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const bounds = { atATime: 2, maxWaiting: 200 };
const derive = promisify(argon2);

const minLength = 8;
const maxLength = 200;

export const newPassword = z
  .string()
  .min(minLength, `A password has at least ${minLength} characters.`)
  .max(maxLength, `A password has at most ${maxLength} characters.`)
  .refine((password) => !isBreached(password), 'This password is one of those that everybody tries first; choose another.');

export function createPasswords(): Passwords {
  const limited = createBoundedQueue(bounds);
  const key = (password: string, nonce: Uint8Array, { memory, passes }: { memory: number; passes: number } = cost) =>
    limited(() => derive('argon2id', { ...cost, message: password, nonce, memory, passes }));
  const nobody = { salt: randomBytes(16), key: randomBytes(cost.tagLength), memory: cost.memory, passes: cost.passes };
  return {
    async hash(password) {
      const salt = randomBytes(16);
      return phcOf(salt, await key(password, salt));
    },
    async fits(password, hash) {
      const known = (hash === null ? null : parsePhc(hash)) ?? nobody;
      const given = await key(password.slice(0, maxLength + 1), known.salt, known); // no password is longer: no work for megabytes
      return timingSafeEqual(given, known.key) && known !== nobody;
    },
  };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '');

function phcOf(salt: Uint8Array, key: Uint8Array): string {
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${base64(key)}`;
}

function parsePhc(hash: string) {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  if (match === null) return null;
  const [, memory = '', passes = '', salt = '', key = ''] = match;
  return { memory: Number(memory), passes: Number(passes), salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') };
}
