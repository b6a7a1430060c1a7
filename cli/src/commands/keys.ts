// keys rotate: the next key of access tokens, published long enough before it signs.
import { parseArgs } from 'node:util';
import { CommandError } from '../command-error.ts';
import { loadConfig } from '../config.ts';
import { ensureKeys } from '../platform/keys.ts';
import { createTokenKey, readTokenKeys, rotated, type TokenAlgorithm, writeTokenKeys } from '../platform/token-keys.ts';

/** Gateways renew their keys every five minutes: twice that, for one that did not get them the first time. */
const publishedSeconds = '600';
const usage = 'Usage: keys rotate [--alg EdDSA|ES256] [--signs-in SECONDS]';

export async function run(args: readonly string[]): Promise<number> {
  const { algorithm, signsIn } = parsed(args);
  const { tokenKeys: file } = ensureKeys(loadConfig().dataDir);
  const now = Math.floor(Date.now() / 1000);
  const next = createTokenKey(algorithm, now + signsIn);
  const keys = rotated(readTokenKeys(file), next, now);
  writeTokenKeys(file, keys);
  const begins = new Date((now + signsIn) * 1000).toISOString();
  process.stdout.write(`The key ${next.kid} (${algorithm}) signs from ${begins}; ${keys.length} keys are in ${file}.\n`);
  return 0;
}

/** @throws {CommandError} */
function parsed(args: readonly string[]): { readonly algorithm: TokenAlgorithm; readonly signsIn: number } {
  const options = { alg: { type: 'string', default: 'EdDSA' }, 'signs-in': { type: 'string', default: publishedSeconds } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { alg, 'signs-in': seconds } = values;
    const isKnown = (name: string): name is TokenAlgorithm => name === 'EdDSA' || name === 'ES256';
    if (positionals.join(' ') === 'rotate' && isKnown(alg) && /^\d{1,7}$/.test(seconds))
      return { algorithm: alg, signsIn: Number(seconds) };
  } catch {
    // An unknown flag: told below.
  }
  throw new CommandError(usage, 2);
}
