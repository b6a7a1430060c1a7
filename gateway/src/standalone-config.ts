// The configuration of a gateway that stands alone: from its command line and a file; nothing of it comes from the environment.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseServiceKeys } from '@tributary/auth-kit';
import { ConfigError } from '@tributary/config';
import { logLevels } from '@tributary/logging';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Config } from './config.ts';

export const usage = `Usage: npx pnpm gateway --supergraph FILE [--port N] [--host ADDRESS] [--config FILE]

Serves the supergraph at http://ADDRESS:N/graphql, with /livez and /readyz. The file is watched: a change is served without a restart.

  --supergraph FILE   The supergraph, as composition gives it.
  --port N            Port to listen on (4000).
  --host ADDRESS      Address to listen on (127.0.0.1).
  --config FILE       Settings, YAML or JSON: docs/gateway.md.
  --help              This text.
`;

const milliseconds = z.int().min(100).max(600_000);
const address = z.url({ protocol: /^https?$/, error: 'is not an http:// address' });

const settings = z.strictObject({
  supergraph: z.string().optional(),
  host: z.string().default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(4_000),
  production: z.boolean().default(false),
  logLevel: z.enum(logLevels).default('info'),
  drainDelayMs: z.int().min(0).max(60_000).optional(),
  cors: z.strictObject({ origins: z.array(z.string()).default([]) }).prefault({}),
  maxBodyBytes: z.int().min(1_024).default(1_048_576),
  compression: z.boolean().default(true),
  sharing: z.boolean().default(false),
  headers: z.strictObject({ forward: z.array(z.string().regex(/^[\w-]+$/, 'is not the name of a header')).default([]) }).prefault({}),
  subgraphs: z
    .strictObject({
      timeoutMs: milliseconds.default(10_000),
      deduplicate: z.boolean().default(true),
      urls: z.record(z.string(), address).default({}),
    })
    .prefault({}),
  identity: z
    .strictObject({ jwksUrl: address, issuer: z.string(), accountsUrl: address.optional(), redisUrl: z.string().optional() })
    .optional(),
  signing: z.strictObject({ keysFile: z.string() }).optional(),
});

type Settings = z.output<typeof settings>;

/** Headers that a connection, not a request, is described by; and those that only the gateway may set. */
const notForwardable = new Set([
  'host',
  'connection',
  'content-length',
  'content-type',
  'transfer-encoding',
  'accept-encoding',
  'x-request-id',
  'keep-alive',
  'te',
  'upgrade',
  'expect',
  'tributary-signature',
  'tributary-context',
]);

/** @throws {ConfigError} listing every problem. Null when help is asked for. */
export function standaloneConfig(args: readonly string[]): Config | null {
  const { help, config: file, supergraph, port, host } = optionsOf(args);
  if (help === true) return null;
  const given = settings.safeParse({
    ...(file !== undefined && settingsIn(file)),
    ...(supergraph !== undefined && { supergraph }),
    ...(port !== undefined && { port: /^\d+$/.test(port) ? Number(port) : port }),
    ...(host !== undefined && { host }),
  });
  if (!given.success) throw new ConfigError(given.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`));
  const problems: string[] = [];
  for (const name of given.data.headers.forward) {
    if (notForwardable.has(name.toLowerCase())) problems.push(`headers.forward: ${name} cannot be forwarded`);
  }
  if (given.data.supergraph === undefined) problems.push('--supergraph: is not given');
  const keys = problems.length > 0 ? null : keysOf(given.data, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return configOf(given.data, keys);
}

function optionsOf(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = { supergraph: text, port: text, host: text, config: text, help: { type: 'boolean' } } as const;
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new ConfigError([error instanceof Error ? error.message : String(error)]);
  }
}

function settingsIn(file: string): object {
  try {
    const parsed: unknown = parse(readFileSync(file, 'utf8'));
    if (parsed === null) return {};
    if (typeof parsed !== 'object' || Array.isArray(parsed)) throw new Error('it is not a list of settings');
    return parsed;
  } catch (error) {
    throw new ConfigError([`--config ${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function keysOf({ signing }: Settings, problems: string[]): Config['keys'] {
  if (signing === undefined) return null;
  try {
    return parseServiceKeys(readFileSync(signing.keysFile, 'utf8'));
  } catch (error) {
    problems.push(`signing.keysFile: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

function configOf(given: Settings, keys: Config['keys']): Config {
  const { identity, subgraphs, production } = given;
  return Object.freeze({
    host: given.host,
    port: given.port,
    supergraphFile: resolve(given.supergraph ?? ''),
    keys,
    identity:
      identity === undefined
        ? null
        : {
            tokens: { jwksUrl: identity.jwksUrl, issuer: identity.issuer },
            accountsUrl: identity.accountsUrl ?? null,
            redisUrl: identity.redisUrl ?? null,
          },
    forwardedHeaders: given.headers.forward.map((name) => name.toLowerCase()),
    sharing: given.sharing,
    drainDelayMs: given.drainDelayMs ?? (production ? 2_000 : 0),
    http: { corsOrigins: given.cors.origins, maxBodyBytes: given.maxBodyBytes, compression: given.compression },
    subgraphs: {
      timeoutMs: subgraphs.timeoutMs,
      deduplicate: subgraphs.deduplicate,
      urlOf: (name: string) => (Object.hasOwn(subgraphs.urls, name) ? (subgraphs.urls[name] ?? null) : null),
    },
    logLevel: given.logLevel,
    production,
  });
}
