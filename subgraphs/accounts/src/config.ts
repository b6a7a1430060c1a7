// The configuration of the accounts service; the only reader of the environment.
import { readFileSync } from 'node:fs';
import { defineSettings, type Environment, readSettings } from '@tributary/config';
import { type SubgraphConfig, subgraphConfigOf, subgraphSettings } from '@tributary/subgraph-kit';
import { z } from 'zod';

const tokenKey = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), kid: z.string(), x: z.string(), d: z.string() });
export type TokenKey = z.output<typeof tokenKey>;

const tokenKeysFile = z.string({ error: 'is needed' }).transform((path, context) => {
  try {
    return z.object({ keys: z.array(tokenKey).min(1) }).parse(JSON.parse(readFileSync(path, 'utf8'))).keys;
  } catch {
    context.addIssue('is not a readable set of private Ed25519 keys (JWK)');
    return z.NEVER;
  }
});

const auditKeyFile = z.string({ error: 'is needed' }).transform((path, context) => {
  try {
    const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
    if (key.length === 32) return key;
  } catch {
    // Told below, whatever it was.
  }
  context.addIssue('is not a readable key of 32 bytes in base64');
  return z.NEVER;
});

export const settings = defineSettings({
  ...subgraphSettings('accounts'),
  TOKEN_KEYS_FILE: { schema: tokenKeysFile, description: 'Private keys of access tokens, a JWK set; the first signs.' },
  AUDIT_KEY_FILE: {
    schema: auditKeyFile,
    description:
      'Master key of the audit trail, 32 bytes in base64; it wraps the key of every person. Without it what the trail says of persons is lost.',
  },
  ISSUER: {
    schema: z.url('is not an address'),
    default: 'http://localhost:4000',
    description: 'Address that names the issuer of access tokens.',
  },
  MAIL_DIR: { schema: z.string(), default: 'mail', description: 'Folder that mail is written to.' },
  REDIS_URL: {
    schema: z.url({ protocol: /^rediss?$/, error: 'is not a redis:// address' }).optional(),
    description: 'Redis, for what should be known everywhere at once; without it, within a second.',
  },
});

export interface Config extends SubgraphConfig {
  readonly tokenKeys: readonly TokenKey[];
  readonly auditKey: Buffer;
  readonly issuer: string;
  readonly mailDir: string;
  readonly redisUrl: string | null;
}

/** @throws {ConfigError} listing every problem. */
export function loadConfig(environment: Environment = process.env): Config {
  const values = readSettings(settings, environment);
  return Object.freeze({
    ...subgraphConfigOf(values, values.ACCOUNTS_DATABASE_URL),
    tokenKeys: values.TOKEN_KEYS_FILE,
    auditKey: values.AUDIT_KEY_FILE,
    issuer: values.ISSUER,
    mailDir: values.MAIL_DIR,
    redisUrl: values.REDIS_URL ?? null,
  });
}
