// The configuration of the commands; the only reader of the environment here.
import { resolve } from 'node:path';
import { ConfigError, defineSettings, type Environment, readSettings } from '@tributary/config';
import { z } from 'zod';
import { CommandError } from './command-error.ts';
import { root, subgraphNames, variablePrefix } from './project.ts';

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgresql:// address' }).optional();

const databaseVariable = (name: string) => `${variablePrefix(name)}_DATABASE_URL`;

const databaseSettings = Object.fromEntries(
  subgraphNames.map((name, index) => {
    const description = `Database of ${name}, ${index === 0 ? 'where it is not one of DATABASE_URL' : 'likewise'}.`;
    return [databaseVariable(name), { schema: postgresUrl, description, secret: true }] as const;
  }),
);

export const settings = defineSettings({
  PORT: {
    schema: z.coerce.number('is not a port').int('is not a port').min(1, 'is not a port').max(65_535, 'is not a port'),
    default: '4000',
    description: 'Port of the gateway.',
  },
  DATA_DIR: { schema: z.string(), default: '.data', description: 'Folder of databases, keys, logs and mail.' },
  DATABASE_URL: {
    schema: postgresUrl,
    description: 'A PostgreSQL server of yours instead of the bundled one; one database per subgraph is created there.',
    secret: true,
  },
  ...databaseSettings,
  REDIS_URL: {
    schema: z.url({ protocol: /^rediss?$/, error: 'is not a redis:// address' }).optional(),
    description: 'Redis, for what should be known everywhere at once; without it PostgreSQL carries it, within a second.',
  },
  DEV_PASSWORD: {
    schema: z.string().min(8, 'has at least 8 characters'),
    default: 'tributary',
    description: 'Password of every development sign-in, made on the first run.',
    secret: true,
  },
  ACCOUNTS_ROLE_PASSWORD: {
    schema: z.string().min(8, 'has at least 8 characters').optional(),
    description: 'Password of accounts_service, the role that accounts works under; made on the first run where it is not given.',
    secret: true,
  },
  AUDIT_RETENTION_MONTHS: {
    schema: z.coerce.number('is not a number').int('is not a whole number').min(1, 'is at least 1').max(1_200, 'is at most 1200'),
    default: '24',
    description: 'How many whole months of the audit trail are kept besides the current one.',
  },
  REGISTRY_HEADER: {
    schema: z.string().optional(),
    description: 'What `check --base https://…` sends with its question, as `Authorization: Bearer …`.',
    secret: true,
  },
  NODE_ENV: {
    schema: z.enum(['development', 'test', 'production']),
    default: 'development',
    description: 'production makes no development sign-ins.',
  },
});

export interface Config {
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** By subgraph, where its database is not one of databaseUrl. */
  readonly databaseUrls: Readonly<Record<string, string | undefined>>;
  readonly redisUrl: string | null;
  /** Null in production, where there are no development sign-ins. */
  readonly devPassword: string | null;
  /** Null where the one of the data directory is used. */
  readonly accountsRolePassword: string | null;
  readonly auditRetentionMonths: number;
  /** Handed on to the services. */
  readonly environment: Environment;
}

/** @throws {CommandError} listing every problem. */
export function loadConfig(environment: Environment = process.env): Config {
  const values = valuesOf(environment);
  const databases = readSettings(databaseSettings, environment); // read with all others above: nothing is wrong with them
  const urls = subgraphNames.map((name) => [name, databases[databaseVariable(name)]] as const);
  return Object.freeze({
    port: values.PORT,
    dataDir: resolve(root, values.DATA_DIR),
    databaseUrl: values.DATABASE_URL ?? null,
    databaseUrls: Object.fromEntries(urls.filter(([, url]) => url !== undefined)),
    redisUrl: values.REDIS_URL ?? null,
    accountsRolePassword: values.ACCOUNTS_ROLE_PASSWORD ?? null,
    auditRetentionMonths: values.AUDIT_RETENTION_MONTHS,
    devPassword: values.NODE_ENV === 'production' ? null : values.DEV_PASSWORD,
    environment,
  });
}

/** As `--header` has them; what else is in the environment does not matter. */
export const registryHeaders = ({ REGISTRY_HEADER: header = '' }: Environment = process.env): readonly string[] =>
  header === '' ? [] : [header];

function valuesOf(environment: Environment) {
  try {
    return readSettings(settings, environment);
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message, 2);
    throw error;
  }
}
