// Keys of the services and of access tokens, made once and kept in the data directory.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServiceKeys } from '@tributary/auth-kit';
import { subgraphNames } from '../project.ts';

/** Who calls whom. */
const calls = [
  ...subgraphNames.map((name) => ['gateway', name] as const),
  ['orders', 'accounts'],
  ['orders', 'catalog'],
  ['orders', 'inventory'],
  ['reviews', 'orders'],
] as const;

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
    for (const [service, json] of createServiceKeys(calls)) writeFileSync(serviceKeys(service), json, { mode: 0o600 });
  }
  if (!existsSync(tokenKeys)) {
    const jwk = { ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid: randomUUID() };
    writeFileSync(tokenKeys, JSON.stringify({ keys: [jwk] }, null, 2), { mode: 0o600 });
  }
  return { serviceKeys, tokenKeys };
}
