// Prisma's schema engine as WebAssembly: its package imports the .wasm file as a module, which Node does not do by itself.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

/** The part of the engine's interface that is used here (its package carries the whole). */
interface SchemaEngine {
  applyMigrations(input: unknown): Promise<{ readonly appliedMigrationNames: readonly string[] }>;
  diff(input: unknown): Promise<{ readonly stdout?: string | null }>;
}

interface Bindings {
  __wbg_set_wasm(exports: unknown): void;
  readonly SchemaEngine: { new: (options: unknown, log: (line: string) => void, adapter: unknown) => Promise<SchemaEngine> };
}

/** Node has it; TypeScript knows it only with the browser's library, which nothing else here should see. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: unknown): Promise<{ readonly instance: { readonly exports: unknown } }>;
};

interface SchemaFile {
  readonly path: string;
  readonly text: string;
}

let bindings: Promise<Bindings> | null = null;

/** Works with an engine on a database, and leaves no connection behind; the module is instantiated once a process. */
export async function withSchemaEngine<Result>(
  url: string,
  schema: SchemaFile,
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // Work that fails says so itself; a connection that is only being closed has nothing to say when the server stops.
  pool.on('error', () => undefined);
  try {
    return await work(await engineOn(new PrismaPg(pool, { disposeExternalPool: false }), schema));
  } finally {
    await pool.end();
  }
}

/** An engine for what needs no database, such as comparing two schemas: it only wants to know the server's version. */
export function offlineSchemaEngine(schema: SchemaFile): Promise<SchemaEngine> {
  const version = {
    columnNames: ['exists', 'version', 'numeric_version'],
    columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [[true, 'PostgreSQL 18.0', 180_000]],
  };
  const refuse = () => Promise.reject(new Error('This work needs a database.'));
  const connection = {
    provider: 'postgres',
    adapterName: 'offline',
    queryRaw: async () => version,
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => undefined,
  } satisfies SqlDriverAdapter;
  return engineOn({ provider: 'postgres', adapterName: 'offline', connect: async () => connection, connectToShadowDb: refuse }, schema);
}

async function engineOn(factory: SqlMigrationAwareDriverAdapterFactory, { path, text }: SchemaFile): Promise<SchemaEngine> {
  bindings ??= loadBindings();
  const { SchemaEngine } = await bindings;
  return SchemaEngine.new({ datamodels: [[path, text]] }, () => undefined, bindMigrationAwareSqlAdapterFactory(factory));
}

async function loadBindings(): Promise<Bindings> {
  const require = createRequire(import.meta.url);
  const path = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const loaded = (await import(path)) as Bindings; // the package's own bindings, untyped at this path
  const bytes = await readFile(join(dirname(path), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': loaded });
  loaded.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start(); // wasm-bindgen's start function
  return loaded;
}
