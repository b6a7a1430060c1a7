// The keys of access tokens: which of them signs now, which are published, and the file that they come from.
import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Logger } from '@tributary/logging';
import { z } from 'zod';

const shared = { kid: z.string().min(1), x: z.string(), d: z.string(), signsFrom: z.number().optional() };
const tokenKey = z.discriminatedUnion('kty', [
  z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), ...shared }),
  z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), y: z.string(), ...shared }),
]);
const tokenKeySet = z.object({ keys: z.array(tokenKey).min(1) });

/** A private key as a JWK; `signsFrom`, in seconds since the epoch, is when it takes over from the others: at once when absent. */
export type TokenKey = z.output<typeof tokenKey>;

/** After its successor has taken over: the life of its last token, and a clock's error. */
const keptSeconds = 300 + 60;

/** @throws {Error} when it is no set of private Ed25519 or P-256 keys. */
export const parseTokenKeys = (text: string): TokenKey[] => tokenKeySet.parse(JSON.parse(text)).keys;

export const algorithmOf = ({ kty }: TokenKey): 'EdDSA' | 'ES256' => (kty === 'OKP' ? 'EdDSA' : 'ES256');

/** The one that took over last; `now` in milliseconds since the epoch. */
export function signingKeyOf(keys: readonly TokenKey[], now: number): TokenKey {
  const begun = keys.filter((key) => startOf(key) <= now / 1000);
  const [first] = keys;
  if (first === undefined) throw new Error('There is no key to sign access tokens with.');
  return begun.reduce((last, key) => (startOf(key) > startOf(last) ? key : last), begun[0] ?? first);
}

/** Those that sign, will sign, or have signed a token that may still be good. */
export function publishedKeysOf(keys: readonly TokenKey[], now: number): readonly TokenKey[] {
  return keys.filter((key) => keys.every((other) => startOf(other) <= startOf(key) || startOf(other) + keptSeconds > now / 1000));
}

const startOf = ({ signsFrom = 0 }: TokenKey): number => signsFrom;

const pollMs = 1_000;

/** Hands on what is new in the file of keys; what cannot be read changes nothing. */
export function followTokenKeys(file: string, take: (keys: readonly TokenKey[]) => void, logger: Logger): { stop(): void } {
  const onChange = (): void => {
    readFile(file, 'utf8').then(
      (text) => {
        try {
          take(parseTokenKeys(text));
        } catch {
          // Not the cause: its message may repeat a part of a key.
          logger.error('the new keys of access tokens are refused; the old ones keep signing', { file });
        }
      },
      (error: unknown) => logger.error('the keys of access tokens cannot be read; the old ones keep signing', { error }),
    );
  };
  // Polled: a file that is replaced, or mounted from a Secret, changes without an event.
  watchFile(file, { interval: pollMs, persistent: false }, onChange);
  return { stop: () => unwatchFile(file, onChange) };
}
