// The configuration of the accounts service; the only reader of the environment.
import { readFileSync } from 'node:fs';
import { defineSettings, type Environment, readSettings } from '@tributary/config';
import { type SubgraphConfig, subgraphConfigOf, subgraphSettings } from '@tributary/subgraph-kit';
import { z } from 'zod';
import { parseTokenKeys, type TokenKey } from './token-keys.ts';

const tokenKeysFile = z.string({ error: 'is needed' }).transform((path, context) => {
  try {
    return { path, keys: parseTokenKeys(readFileSync(path, 'utf8')) };
  } catch {
    context.addIssue('is not a readable set of private Ed25519 or P-256 keys (JWK)');
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
  ...subgraphSettings('accounts', 4001),
  TOKEN_KEYS_FILE: {
    schema: tokenKeysFile,
    description: 'Private keys of access tokens, a JWK set; a change is taken while running (`tributary keys rotate`).',
  },
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
  MAIL_DIR: { schema: z.string(), default: 'mail', description: 'Folder that mail is written to where there is no SMTP_URL.' },
  SMTP_URL: {
    schema: z.url({ protocol: /^smtps?$/, error: 'is not an smtp:// or smtps:// address' }).optional(),
    description: 'Server that mail is sent through: `smtp://user:password@host:587`, or `smtps://` for TLS from the start.',
    secret: true,
  },
  MAIL_FROM: { schema: z.string(), default: 'Tributary <no-reply@northwind.test>', description: 'Sender of mail.' },
  REDIS_URL: {
    schema: z.url({ protocol: /^rediss?$/, error: 'is not a redis:// address' }).optional(),
    description: 'Redis, for what should be known everywhere at once; without it, within a second.',
  },
});

export interface Config extends SubgraphConfig {
  readonly tokenKeys: readonly TokenKey[];
  readonly auditKey: Buffer;
  readonly tokenKeysFile: string;
  readonly issuer: string;
  readonly mailDir: string;
  /** Null: mail is written to `mailDir`. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly redisUrl: string | null;
}

/** @throws {ConfigError} listing every problem. */
export function loadConfig(environment: Environment = process.env): Config {
  const values = readSettings(settings, environment);
  return Object.freeze({
    ...subgraphConfigOf(values, values.ACCOUNTS_DATABASE_URL),
    tokenKeys: values.TOKEN_KEYS_FILE.keys,
    tokenKeysFile: values.TOKEN_KEYS_FILE.path,
    auditKey: values.AUDIT_KEY_FILE,
    issuer: values.ISSUER,
    mailDir: values.MAIL_DIR,
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: values.MAIL_FROM,
    redisUrl: values.REDIS_URL ?? null,
  });
}
