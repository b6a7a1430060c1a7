// Keys of the services and of access tokens, made once and kept in the data directory.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServiceKeys, serviceCalls } from '@tributary/auth-kit';
import { subgraphNames } from '../project.ts';
import { createTokenKey, writeTokenKeys } from './token-keys.ts';

export interface KeyFiles {
  serviceKeys(service: string): string;
  readonly tokenKeys: string;
}

/** Makes what is missing; only the owner can read it. */
export function ensureKeys(dataDir: string): KeyFiles {
  const dir = join(dataDir, 'keys');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const serviceKeys = (service: string) => join(dir, `${service}.json`);
  const tokenKeys = join(dir, 'access-tokens.jwks.json');
  const services = ['gateway', ...subgraphNames];
  // Keys come in pairs: with one file gone, none of the others fits.
  if (!services.every((service) => existsSync(serviceKeys(service)))) {
    for (const [service, json] of createServiceKeys(serviceCalls)) writeFileSync(serviceKeys(service), json, { mode: 0o600 });
  }
  if (!existsSync(tokenKeys)) writeTokenKeys(tokenKeys, [createTokenKey('EdDSA')]);
  return { serviceKeys, tokenKeys };
}
