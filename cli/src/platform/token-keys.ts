// The file of keys that access tokens are signed with, and how one follows another (docs/identity-tokens.md).
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export type TokenAlgorithm = 'EdDSA' | 'ES256';

export interface TokenKey {
  readonly kid: string;
  /** Seconds since the epoch; absent: from the beginning. */
  readonly signsFrom?: number;
  readonly [parameter: string]: unknown;
}

/** Makes a private key as a JWK. */
export function createTokenKey(algorithm: TokenAlgorithm, signsFrom?: number): TokenKey {
  const pair = algorithm === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...pair.privateKey.export({ format: 'jwk' }), kid: randomUUID(), ...(signsFrom !== undefined && { signsFrom }) };
}

/** The life of a token and a clock's error: so long a key is published after its successor has taken over. */
const keptSeconds = 300 + 60;

/** The keys with a new one that takes over at `signsFrom`, without those whose last token has expired; `now` in seconds since the epoch. */
export function rotated(keys: readonly TokenKey[], next: TokenKey, now: number): readonly TokenKey[] {
  const startOf = ({ signsFrom = 0 }: TokenKey) => signsFrom;
  const needed = keys.filter((key) => keys.every((other) => startOf(other) <= startOf(key) || startOf(other) + keptSeconds > now));
  return [...needed, next];
}

export function readTokenKeys(file: string): readonly TokenKey[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { keys: TokenKey[] }).keys; // written below
}

/** Replaced in one step: whoever reads the file finds the old keys or the new ones. */
export function writeTokenKeys(file: string, keys: readonly TokenKey[]): void {
  const draft = `${file}.new`;
  writeFileSync(draft, JSON.stringify({ keys }, null, 2), { mode: 0o600 });
  renameSync(draft, file);
}
