// Keys of the services and of access tokens, made once and kept in the data directory.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServiceKeys, servicePairs } from '@tributary/auth-kit';
import { subgraphNames } from '../project.ts';
import { createTokenKey, writeTokenKeys } from './token-keys.ts';

export interface KeyFiles {
  serviceKeys(service: string): string;
  readonly tokenKeys: string;
  /** The master key of the audit trail. */
  readonly auditKey: string;
  /** Of the role that accounts works under, where nobody gave one. */
  readonly rolePassword: string;
}

const pairs = servicePairs(subgraphNames);

/** Makes what is missing; only the owner can read it. */
export function ensureKeys(dataDir: string): KeyFiles {
  const dir = join(dataDir, 'keys');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const serviceKeys = (service: string) => join(dir, `${service}.json`);
  const tokenKeys = join(dir, 'access-tokens.jwks.json');
  const services = ['gateway', ...subgraphNames];
  // Keys come in pairs: with one file or pair missing, none of the others fits.
  const isComplete =
    services.every((service) => existsSync(serviceKeys(service))) &&
    pairs.every(([caller, callee]) => mayCall(serviceKeys(caller), callee));
  if (!isComplete) {
    for (const [service, json] of createServiceKeys(pairs)) writeFileSync(serviceKeys(service), json, { mode: 0o600 });
  }
  if (!existsSync(tokenKeys)) writeTokenKeys(tokenKeys, [createTokenKey('EdDSA')]);
  const auditKey = join(dir, 'audit.key');
  if (!existsSync(auditKey)) writeFileSync(auditKey, randomBytes(32).toString('base64'), { mode: 0o600 });
  const rolePassword = join(dir, 'accounts-role.password');
  if (!existsSync(rolePassword)) writeFileSync(rolePassword, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return { serviceKeys, tokenKeys, auditKey, rolePassword: readFileSync(rolePassword, 'utf8') };
}

/** Whether a key file, perhaps one of an older version, has the pair. What is no JSON is for its service to tell. */
function mayCall(file: string, callee: string): boolean {
  try {
    const { calls } = JSON.parse(readFileSync(file, 'utf8')) as { calls?: Record<string, string> }; // as createServiceKeys wrote it
    return calls !== undefined && callee in calls;
  } catch {
    return true;
  }
}
