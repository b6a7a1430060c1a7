// The configuration of the gateway; the only reader of the environment.
import { readFileSync } from 'node:fs';
import { parseServiceKeys, policies, type ServiceKeys } from '@tributary/auth-kit';
import { ConfigError, defineSettings, type Environment, readSettings, type Settings } from '@tributary/config';
import { type LogLevel, logLevels } from '@tributary/logging';
import { z } from 'zod';
import { type BrowserSessionsConfig, parseBrowserSessions } from './auth/browser-sessions/settings.ts';
import type { AuthorizationConfig } from './authorization/authorization.ts';
import type { Network } from './http/client-address.ts';
import { type ClientLimits, clientLimitSettings, clientLimitsOf, proxyNetworks } from './http/client-limits.ts';
import { type CostSettings, costSettings } from './limits/cost/cost-settings.ts';
import type { DocumentLimits } from './limits/document/document-limits.ts';
import { documentLimitSettings, documentLimitsOf } from './limits/document/limit-settings.ts';
import { type PlanningConfig, planningConfigOf, planningSettings } from './limits/planning/planning-settings.ts';
import { type RateConfig, rateSettingsWith, rulesFor } from './limits/rate/rate-settings.ts';
import type { RegistrationConfig } from './operations/registered-documents.ts';
import { routingUrlsOf } from './planning/routing-urls.ts';
import { problemsOf } from './settings-problems.ts';
import { defaultResilience, givenResilience, type ResilienceSettings, resilienceWith } from './subgraph-client/resilience/settings.ts';
import { type UsageConfig, usageConfigOf, usageSettings } from './usage/usage-settings.ts';

/** The path of a file, as what `parse` makes of its text. */
const fileOf = <Parsed>(parse: (text: string, path: string) => Parsed) =>
  z.string({ error: 'is needed' }).transform((path, context) => {
    try {
      return parse(readFileSync(path, 'utf8'), path);
    } catch (error) {
      context.addIssue(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return z.NEVER;
    }
  });

const keyFile = fileOf(parseServiceKeys);
const supergraphFile = fileOf((text, path) => ({ path, subgraphs: [...routingUrlsOf(text).keys()] }));

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** JSON, as what a schema makes of it; every problem with its path. */
const jsonOf = <Output>(schema: z.ZodType<Output>) =>
  z.string().transform((text, context): Output => {
    const parsed = schema.safeParse(parsedJson(text), { reportInput: true });
    if (parsed.success) return parsed.data;
    for (const problem of problemsOf(parsed.error, 'the value')) context.addIssue(problem);
    return z.NEVER;
  });

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // and no schema of ours takes a text
  }
}

const resilience = jsonOf(givenResilience.extend({ overrides: z.record(z.string(), givenResilience).default({}) }));

export const settings = defineSettings({
  PORT: {
    schema: z.coerce.number('is not a port').int('is not a port').min(0, 'is not a port').max(65_535, 'is not a port'),
    default: '4000',
    description: 'Port to listen on.',
  },
  HOST: { schema: z.string(), default: '127.0.0.1', description: 'Address to listen on.' },
  SUPERGRAPH_FILE: {
    schema: supergraphFile,
    default: 'supergraph.graphql',
    description: 'The composed supergraph; a change is taken while running.',
  },
  SERVICE_KEYS_FILE: { schema: keyFile, description: 'Key file of the gateway: how it signs to each subgraph.' },
  JWKS_URL: {
    schema: z.url('is not an address'),
    default: 'http://accounts:4001/.well-known/jwks.json',
    description: 'Public keys of access tokens.',
  },
  ISSUER: {
    schema: z.url('is not an address'),
    default: 'http://localhost:4000',
    description: 'Address that names the issuer of access tokens.',
  },
  BROWSER_SESSIONS_FILE: {
    schema: fileOf(parseBrowserSessions).optional(),
    description: 'How sessions of web apps are kept in cookies: docs/browser-sessions.md. Without it they are not.',
  },
  REDIS_URL: {
    schema: z.url({ protocol: /^rediss?$/, error: 'is not a redis:// address' }).optional(),
    description: 'Redis, to count rates together with other gateways, and to hear of revocations at once; without it, within a second.',
  },
  UNAUTHORIZED_FIELDS: {
    schema: z.enum(['filter', 'reject'], 'is filter or reject'),
    default: 'filter',
    description: 'What becomes of an operation with fields that its caller may not have: `filter` answers the others, `reject` nothing.',
  },
  CORS_ORIGINS: {
    schema: list,
    default: '',
    description: 'Origins whose pages may call the gateway, separated by commas. Outside production Apollo Sandbox may.',
  },
  ...rateSettingsWith((schema) => jsonOf(schema).optional()),
  MAX_BODY_BYTES: {
    schema: z.coerce.number('is not a number').int().min(1_024, 'is at least 1024'),
    default: '1048576',
    description: 'Largest request body.',
  },
  TRUSTED_PROXIES: {
    schema: proxyNetworks,
    default: '',
    description:
      'Addresses and networks of the proxies in front (`10.0.0.0/8, 2001:db8::1`), whose `X-Forwarded-For` says who a client is.',
  },
  ...clientLimitSettings,
  ...documentLimitSettings,
  REGISTERED_DOCUMENTS_FILE: {
    schema: z.string().optional(),
    description: "Manifest of registered documents, in Apollo's or Relay's format; a change is taken while running.",
  },
  REGISTERED_ONLY: {
    schema: list,
    default: '',
    description: 'Ids of clients, separated by commas, that may send registered documents only; `*` is everybody.',
  },
  FREE_TEXT_CLIENTS: {
    schema: list,
    default: '',
    description: 'Ids of clients, proven by their credential, that may send any document although REGISTERED_ONLY is `*`.',
  },
  RESPONSE_COMPRESSION: {
    schema: z.enum(['on', 'off'], { error: 'is not on or off' }),
    default: 'on',
    description: 'Whether answers above 1 kB are compressed (br, gzip) for whoever accepts it; off where a proxy in front does so.',
  },
  SUBGRAPH_TIMEOUT_MS: {
    schema: z.coerce.number('is not a number').int().min(100, 'is at least 100'),
    default: '10000',
    description: 'How long a subgraph may take to answer, in milliseconds.',
  },
  SUBGRAPH_RESILIENCE: {
    schema: resilience,
    default: '{}',
    description: 'Retries, breaker, concurrency and timeouts of subgraphs, as JSON: docs/gateway.md, `subgraphs`.',
  },
  REQUEST_TIMEOUT_MS: {
    schema: z.coerce.number('is not a number').int().min(100, 'is at least 100'),
    default: '30000',
    description: 'How long a request may take with all that it asks for, in milliseconds.',
  },
  SUBGRAPH_DEDUPLICATION: {
    schema: z.enum(['on', 'off'], 'is on or off'),
    default: 'on',
    description: 'Whether a query that is on its way to a subgraph for the same caller is not sent again.',
  },
  ...planningSettings,
  REQUEST_SHARING: {
    schema: z.enum(['on', 'off'], 'is on or off'),
    default: 'off',
    description: 'Whether identical queries of one caller that run at the same time are executed once.',
  },
  ...costSettings,
  ...usageSettings,
  DRAIN_DELAY_MS: {
    schema: z.coerce
      .number('is not a number')
      .int('is not a whole number')
      .min(0, 'is at least 0')
      .max(60_000, 'is at most 60000')
      .optional(),
    description: 'How long new requests are still answered after SIGTERM, in milliseconds; 0, in production 2000.',
  },
  LOG_LEVEL: { schema: z.enum(logLevels), default: 'info', description: 'debug, info, warn, error or silent.' },
  NODE_ENV: {
    schema: z.enum(['development', 'test', 'production']),
    default: 'development',
    description: 'production switches introspection, landing page and IDE off.',
  },
});

export interface IdentityConfig {
  readonly tokens: { readonly jwksUrl: string; readonly issuer: string };
  /** The accounts service, which knows API keys and what was revoked; null: there are tokens alone. */
  readonly accountsUrl: string | null;
  readonly redisUrl: string | null;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly supergraphFile: string;
  /** How requests to subgraphs are signed; null: they are not. */
  readonly keys: ServiceKeys | null;
  /** Who callers are; null: everybody is anonymous. */
  readonly identity: IdentityConfig | null;
  /** How sessions of web apps are kept; null: they are not. */
  readonly browserSessions: BrowserSessionsConfig | null;
  /** How `@authenticated`, `@requiresScopes` and `@policy` are enforced; null: by the subgraphs alone. */
  readonly authorization: AuthorizationConfig | null;
  /** Headers of a client that go to subgraphs as they are, in lower case. */
  readonly forwardedHeaders: readonly string[];
  /** Whether identical queries of one caller that run at the same time are executed once. */
  readonly sharing: boolean;
  /** How long new requests are still answered after readiness has ended. */
  readonly drainDelayMs: number;
  readonly http: { readonly corsOrigins: readonly string[]; readonly maxBodyBytes: number; readonly compression: boolean };
  /** Who says in `X-Forwarded-For` where a client sits. */
  readonly trustedProxies: readonly Network[];
  readonly clientLimits: ClientLimits;
  /** How often callers may ask; null: as often as they like. */
  readonly rate: RateConfig | null;
  readonly registration: RegistrationConfig;
  readonly documentLimits: DocumentLimits;
  /** How long a request may take with all that it asks for. */
  readonly requestTimeoutMs: number;
  readonly subgraphs: {
    readonly deduplicate: boolean;
    urlOf(name: string): string | null;
    resilienceOf(name: string): ResilienceSettings;
  };
  readonly planning: PlanningConfig;
  readonly cost: CostSettings;
  /** How usage is recorded; null: it is not. */
  readonly usage: UsageConfig | null;
  readonly logLevel: LogLevel;
  readonly production: boolean;
}

const sandboxOrigin = 'https://studio.apollographql.com';

const addressVariableOf = (subgraph: string): string => `${subgraph.toUpperCase().replaceAll('-', '_')}_URL`;

/** Settings of where subgraphs are: those of the supergraph, as far as it can be read, and accounts, which the gateway itself asks. */
function addressSettings(file: string): Settings {
  const { data } = supergraphFile.safeParse(file);
  const schema = z.url({ protocol: /^https?$/, error: 'is not an http:// address' }).optional();
  return Object.fromEntries(
    ['accounts', ...(data?.subgraphs ?? [])].map((name) => [addressVariableOf(name), { schema, description: `Where ${name} is.` }]),
  );
}

/** Where whoever started the process stands: pnpm runs a script in the folder of its package, and tells where it was called. */
export function launchFolder(environment: Environment = process.env): string {
  const called = environment['npm_lifecycle_event'] === 'gateway' ? environment['INIT_CWD'] : undefined;
  return called || process.cwd();
}

/** `<NAME>_URL` overrides where a subgraph of the supergraph is. @throws {ConfigError} listing every problem. */
export function loadConfig(environment: Environment = process.env): Config {
  const addresses = addressSettings(environment['SUPERGRAPH_FILE'] || settings.SUPERGRAPH_FILE.default);
  const values = readSettings({ ...addresses, ...settings }, environment);
  if (values.REGISTERED_ONLY.length > 0 && values.REGISTERED_DOCUMENTS_FILE === undefined)
    throw new ConfigError(['REGISTERED_ONLY: needs REGISTERED_DOCUMENTS_FILE']);
  const { overrides, ...shared } = values.SUBGRAPH_RESILIENCE;
  const resilience = resilienceWith({ ...defaultResilience, timeoutMs: values.SUBGRAPH_TIMEOUT_MS }, shared);
  const production = values.NODE_ENV === 'production';
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    supergraphFile: values.SUPERGRAPH_FILE.path,
    keys: values.SERVICE_KEYS_FILE,
    identity: {
      tokens: { jwksUrl: values.JWKS_URL, issuer: values.ISSUER },
      accountsUrl: new URL('/graphql', values.JWKS_URL).href,
      redisUrl: values.REDIS_URL ?? null,
    },
    browserSessions: values.BROWSER_SESSIONS_FILE === undefined ? null : { ...values.BROWSER_SESSIONS_FILE, issuer: values.ISSUER },
    authorization: { mode: values.UNAUTHORIZED_FIELDS, policies },
    forwardedHeaders: [],
    sharing: values.REQUEST_SHARING === 'on',
    drainDelayMs: values.DRAIN_DELAY_MS ?? (production ? 2_000 : 0),
    http: {
      corsOrigins: production ? values.CORS_ORIGINS : [...values.CORS_ORIGINS, sandboxOrigin],
      maxBodyBytes: values.MAX_BODY_BYTES,
      compression: values.RESPONSE_COMPRESSION === 'on',
    },
    rate: {
      rules: rulesFor(values.RATE_LIMITS, production),
      gateways: values.GATEWAY_REPLICAS,
      redisUrl: values.REDIS_URL ?? null,
      databaseUrl: values.RATE_LIMIT_DATABASE_URL ?? null,
    },
    registration: {
      file: values.REGISTERED_DOCUMENTS_FILE ?? null,
      registeredOnly: values.REGISTERED_ONLY,
      freeText: values.FREE_TEXT_CLIENTS,
    },
    trustedProxies: values.TRUSTED_PROXIES,
    clientLimits: clientLimitsOf(values),
    documentLimits: documentLimitsOf(values),
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    subgraphs: {
      resilienceOf: (name: string) => resilienceWith(resilience, overrides[name] ?? {}),
      deduplicate: values.SUBGRAPH_DEDUPLICATION === 'on',
      urlOf: (name: string) => environment[addressVariableOf(name)] || null, // an empty variable counts as absent
    },
    planning: planningConfigOf(values),
    cost: { maximum: values.MAX_COST, defaultListSize: values.DEFAULT_LIST_SIZE },
    usage: usageConfigOf(values),
    logLevel: values.LOG_LEVEL,
    production,
  });
}
