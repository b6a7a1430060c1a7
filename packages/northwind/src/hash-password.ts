// Password hashes of the first users.
import { argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const memory = 19_456;
const passes = 2;

/** Argon2id in PHC form, as subgraphs/accounts/src/passwords.ts checks it. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await promisify(argon2)('argon2id', { message: password, nonce: salt, parallelism: 1, tagLength: 32, memory, passes });
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${base64(salt)}$${base64(hash)}`;
}
