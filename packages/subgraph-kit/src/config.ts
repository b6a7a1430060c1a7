// The settings that every subgraph has, and those of one that calls a sibling.
import { readFileSync } from 'node:fs';
import { parseServiceKeys, type ServiceKeys } from '@tributary/auth-kit';
import { defineSettings } from '@tributary/config';
import { type LogLevel, logLevels } from '@tributary/logging';
import { z } from 'zod';

export interface SubgraphConfig {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly databaseUrl: string;
  readonly databasePoolSize: number;
  readonly keys: ServiceKeys;
  /** How long new requests are still answered after readiness has ended. */
  readonly drainDelayMs: number;
  /** Most representations that one request may bring. */
  readonly maxRepresentations: number;
  /** How often entries of the audit trail leave the outbox. */
  readonly auditRelayIntervalMs: number;
  readonly logLevel: LogLevel;
  readonly production: boolean;
}

/** `order-items` has ORDER_ITEMS_URL. */
type VariablePrefix<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Uppercase<First>}_${VariablePrefix<Rest>}`
  : Uppercase<Name>;

const prefixOf = <Name extends string>(name: Name) => name.toUpperCase().replaceAll('-', '_') as VariablePrefix<Name>; // the same, as a type

const keyFile = z.string({ error: 'is needed' }).transform((path, context) => {
  try {
    return parseServiceKeys(readFileSync(path, 'utf8'));
  } catch (error) {
    context.addIssue(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return z.NEVER;
  }
});

/** Declares the settings of the subgraph `name`; it listens on `port` unless told otherwise, as supergraph.yaml says. */
export function subgraphSettings<const Name extends string>(name: Name, port: number) {
  // Each database variable carries its service's name, so that one environment can hold all of them.
  const databaseVariable = `${prefixOf(name)}_DATABASE_URL` as const;
  const database = {
    [databaseVariable]: {
      schema: z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgresql:// address' }),
      description: `PostgreSQL database of ${name}.`,
      secret: true,
    },
  } as Record<typeof databaseVariable, { schema: z.ZodURL; description: string; secret: boolean }>; // the computed key, typed
  return defineSettings({
    ...database,
    PORT: {
      schema: z.coerce.number('is not a port').int('is not a port').min(0, 'is not a port').max(65_535, 'is not a port'),
      default: String(port),
      description: 'Port to listen on; 0 lets the system choose.',
    },
    HOST: { schema: z.string(), default: '127.0.0.1', description: 'Address to listen on.' },
    DATABASE_POOL_SIZE: {
      schema: z.coerce.number('is not a number').int().min(1, 'is at least 1').max(500, 'is at most 500'),
      default: '10',
      description: 'Most connections to the database at a time.',
    },
    SERVICE_KEYS_FILE: { schema: keyFile, description: 'Key file of this service: whom it calls, who may call it.' },
    DRAIN_DELAY_MS: {
      schema: z.coerce
        .number('is not a number')
        .int('is not a whole number')
        .min(0, 'is at least 0')
        .max(60_000, 'is at most 60000')
        .optional(),
      description: 'How long new requests are still answered after SIGTERM, in milliseconds; 0, in production 2000.',
    },
    MAX_REPRESENTATIONS: {
      schema: z.coerce
        .number('is not a number')
        .int('is not a whole number')
        .min(1_000, 'is at least 1000')
        .max(100_000, 'is at most 100000'),
      default: '1000',
      description: 'Most entities that one request may ask for; the gateway asks for 1000 at most.',
    },
    AUDIT_RELAY_INTERVAL_MS: {
      schema: z.coerce.number('is not a number').int('is not a whole number').min(10, 'is at least 10').max(60_000, 'is at most 60000'),
      default: '1000',
      description: 'How often entries of the audit trail are moved to accounts, in milliseconds.',
    },
    LOG_LEVEL: { schema: z.enum(logLevels), default: 'info', description: 'debug, info, warn, error or silent.' },
    NODE_ENV: {
      schema: z.enum(['development', 'test', 'production']),
      default: 'development',
      description: 'production switches development conveniences off.',
    },
  });
}

/** Declares the address of a sibling service, on the port that supergraph.yaml says unless told otherwise. */
export function siblingSettings<const Name extends string>(name: Name, port: number) {
  const variable = `${prefixOf(name)}_URL` as const;
  const settings = {
    [variable]: {
      schema: z.url({ protocol: /^https?$/, error: 'is not an http:// address' }),
      default: `http://${name}:${port}/graphql`,
      description: `GraphQL address of the ${name} service.`,
    },
  } as Record<typeof variable, { schema: z.ZodURL; default: string; description: string }>; // the computed key, typed
  return defineSettings(settings);
}

interface SubgraphValues {
  readonly PORT: number;
  readonly HOST: string;
  readonly DATABASE_POOL_SIZE: number;
  readonly SERVICE_KEYS_FILE: ServiceKeys;
  readonly DRAIN_DELAY_MS?: number | undefined;
  readonly MAX_REPRESENTATIONS: number;
  readonly AUDIT_RELAY_INTERVAL_MS: number;
  readonly LOG_LEVEL: LogLevel;
  readonly NODE_ENV: 'development' | 'test' | 'production';
}

/** Gives the configuration that the settings of `subgraphSettings` make. */
export function subgraphConfigOf(values: SubgraphValues, databaseUrl: string): SubgraphConfig {
  const production = values.NODE_ENV === 'production';
  return Object.freeze({
    host: values.HOST,
    port: values.PORT,
    databaseUrl,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    keys: values.SERVICE_KEYS_FILE,
    drainDelayMs: values.DRAIN_DELAY_MS ?? (production ? 2_000 : 0),
    maxRepresentations: values.MAX_REPRESENTATIONS,
    auditRelayIntervalMs: values.AUDIT_RELAY_INTERVAL_MS,
    logLevel: values.LOG_LEVEL,
    production,
  });
}
