// The configuration of a gateway that stands alone: from its command line and a file; nothing of it comes from the environment.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseServiceKeys, policies } from '@tributary/auth-kit';
import { ConfigError } from '@tributary/config';
import { parse } from 'yaml';
import type { Config } from './config.ts';
import { problemsOf } from './settings-problems.ts';
import { type StandaloneSettings, settings } from './standalone-settings.ts';
import { defaultResilience, resilienceWith } from './subgraph-client/resilience/settings.ts';

export const usage = `Usage: npx pnpm gateway --supergraph FILE [--port N] [--host ADDRESS] [--config FILE]

Serves the supergraph at http://ADDRESS:N/graphql, with /livez and /readyz. The file is watched: a change is served without a restart.

  --supergraph FILE   The supergraph, as composition gives it.
  --port N            Port to listen on (4000).
  --host ADDRESS      Address to listen on (127.0.0.1).
  --config FILE       Settings, YAML or JSON: docs/gateway.md.
  --help              This text.
`;

/**
 * Paths of the command line begin at `folder`, those of the settings file beside it. The command line wins over the file.
 * Null when help is asked for. @throws {ConfigError} listing every problem.
 */
export function standaloneConfig(args: readonly string[], folder: string): Config | null {
  const { help, config, supergraph, port, host } = optionsOf(args);
  if (help === true) return null;
  const file = config === undefined ? null : resolve(folder, config);
  const given = settings.safeParse(
    {
      ...(file !== null && settingsIn(file)),
      ...(supergraph !== undefined && { supergraph }),
      ...(port !== undefined && { port: /^\d+$/.test(port) ? Number(port) : port }),
      ...(host !== undefined && { host }),
    },
    { reportInput: true },
  );
  if (!given.success) throw new ConfigError(problemsOf(given.error));
  const inFile = file === null ? folder : dirname(file);
  const supergraphFile = resolve(supergraph === undefined ? inFile : folder, given.data.supergraph ?? '');
  const problems = given.data.supergraph === undefined ? ['--supergraph: is needed'] : [];
  const keys = keysOf(given.data, inFile, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  const { usage } = given.data;
  return configOf(given.data, {
    ...{ supergraphFile, registration: registrationOf(given.data, inFile), keys },
    usage: usage === undefined ? null : { ...usage, folder: resolve(inFile, usage.folder) },
  });
}

function optionsOf(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const options = { supergraph: text, port: text, host: text, config: text, help: { type: 'boolean' } } as const;
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new ConfigError([messageOf(error)]);
  }
}

function settingsIn(file: string): object {
  try {
    const parsed: unknown = parse(readFileSync(file, 'utf8'));
    if (parsed === null) return {};
    if (typeof parsed !== 'object' || Array.isArray(parsed)) throw new Error('it holds no settings');
    return parsed;
  } catch (error) {
    throw new ConfigError([`--config ${file}: ${messageOf(error)}`]);
  }
}

function keysOf({ signing }: StandaloneSettings, folder: string, problems: string[]): Config['keys'] {
  if (signing === undefined) return null;
  try {
    return parseServiceKeys(readFileSync(resolve(folder, signing.keysFile), 'utf8'));
  } catch (error) {
    problems.push(`signing.keysFile: ${messageOf(error)}`);
    return null;
  }
}

/** One line: parsers of YAML show the place on more. */
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';

/** What the settings file names by paths beside it. */
type Files = Pick<Config, 'supergraphFile' | 'registration' | 'keys' | 'usage'>;

function registrationOf({ registeredDocuments }: StandaloneSettings, folder: string): Config['registration'] {
  const { file, only = [], freeText = [] } = registeredDocuments ?? {};
  return { file: file === undefined ? null : resolve(folder, file), registeredOnly: only, freeText };
}

function configOf(given: StandaloneSettings, files: Files): Config {
  const { identity, production } = given;
  const { deduplicate, urls, overrides, ...shared } = given.subgraphs;
  const resilience = resilienceWith(defaultResilience, shared);
  return Object.freeze({
    host: given.host,
    port: given.port,
    ...files,
    identity:
      identity === undefined
        ? null
        : {
            tokens: { jwksUrl: identity.jwksUrl, issuer: identity.issuer },
            accountsUrl: identity.accountsUrl ?? null,
            redisUrl: identity.redisUrl ?? null,
          },
    browserSessions: null, // they need the OpenID provider of the whole system
    // Nobody is known here to whom a field could be given: the subgraphs see to it.
    authorization: identity === undefined ? null : { mode: given.unauthorizedFields, policies },
    forwardedHeaders: [...new Set(given.headers.forward)],
    sharing: given.sharing,
    drainDelayMs: given.drainDelayMs ?? (production ? 2_000 : 0),
    http: { corsOrigins: given.cors.origins, maxBodyBytes: given.maxBodyBytes, compression: given.compression },
    trustedProxies: given.trustedProxies,
    clientLimits: given.limits.clients,
    rate: given.limits.rate ?? null,
    documentLimits: given.limits.documents,
    requestTimeoutMs: given.requestTimeoutMs,
    subgraphs: {
      deduplicate,
      urlOf: (name: string) => own(urls, name) ?? null,
      resilienceOf: (name: string) => resilienceWith(resilience, own(overrides, name) ?? {}),
    },
    planning: given.limits.planning,
    cost: given.limits.cost,
    logLevel: given.logLevel,
    production,
  });
}

const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
