// How our gateway is started in each of the ways that are measured: the one place to change when its flags or settings do.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@tributary/test-kit';
import type { Command } from './processes.ts';
import type { Rig } from './rig.ts';

/**
 * - `shipped`: as `npx pnpm start` runs it: limits, identity, signing, logging, metrics on
 * - `open`: as `npx pnpm gateway` runs it: the same without identity and signing; here nothing is shared between requests
 * - `subgraph dedup`: open, and identical subgraph requests under way are sent once (the standard)
 * - `inbound sharing`: open, and identical client requests under way are answered once
 */
export type GatewayMode = 'shipped' | 'open' | 'subgraph dedup' | 'inbound sharing';

const entry = join(root, 'gateway/src/main.ts');

/** `--config` of each open mode: docs/gateway.md. */
const configurations: Readonly<Record<Exclude<GatewayMode, 'shipped'>, object>> = {
  open: { production: true, drainDelayMs: 0, subgraphs: { deduplicate: false } },
  'subgraph dedup': { production: true, drainDelayMs: 0, subgraphs: { deduplicate: true } },
  'inbound sharing': { production: true, drainDelayMs: 0, subgraphs: { deduplicate: true }, sharing: true },
};

export function gatewayCommand(mode: GatewayMode, port: number, rig: Rig): Command {
  if (mode === 'shipped') return { args: [entry], cwd: root, env: shippedEnvironment(port, rig) };
  const file = join(rig.filesDir, `gateway, ${mode}.json`);
  writeFileSync(file, JSON.stringify(configurations[mode]));
  return { args: [entry, '--supergraph', rig.supergraphFile, '--port', String(port), '--config', file], cwd: root, env: {} };
}

function shippedEnvironment(port: number, { identity, filesDir, supergraphFile }: Rig): Readonly<Record<string, string>> {
  const keyFile = join(filesDir, 'service-keys.json');
  writeFileSync(keyFile, identity.serviceKeys, { mode: 0o600 });
  return {
    PORT: String(port),
    SUPERGRAPH_FILE: supergraphFile,
    SERVICE_KEYS_FILE: keyFile,
    JWKS_URL: identity.jwksUrl,
    ISSUER: identity.issuer,
    LOG_LEVEL: 'info',
    DRAIN_DELAY_MS: '0',
    // All load comes from one address: counted, as in production, and not refused.
    RATE_LIMITS: '[{ "name": "address", "by": "address", "limit": 1000000, "windowSeconds": 1 }]',
  };
}
