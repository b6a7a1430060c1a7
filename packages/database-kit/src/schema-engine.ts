// Prisma's schema engine as WebAssembly: its package imports the .wasm file as a module, which Node does not do by itself.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
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

let bindings: Promise<Bindings> | null = null;

/** Works with an engine on a database, and leaves no connection behind; the module is instantiated once a process. */
export async function withSchemaEngine<Result>(
  url: string,
  schema: { readonly path: string; readonly text: string },
  work: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  bindings ??= loadBindings();
  const { SchemaEngine } = await bindings;
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool, { disposeExternalPool: false }));
    return await work(await SchemaEngine.new({ datamodels: [[schema.path, schema.text]] }, () => undefined, adapter));
  } finally {
    await pool.end();
  }
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
