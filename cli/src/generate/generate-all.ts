// Generates each subgraph's Prisma client and resolver types, where their sources have changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../command-error.ts';
import { root, schemaPath, subgraphDir, subgraphNames } from '../project.ts';

/** Gives the names of the subgraphs that were generated anew. */
export async function generateAll({ force = false }: { readonly force?: boolean } = {}): Promise<string[]> {
  const stale = subgraphNames.filter((name) => force || !isFresh(name));
  await Promise.all(stale.map(generate));
  return [...stale];
}

const stampFile = (name: string) => join(subgraphDir(name), 'src/generated/.sources');

function isFresh(name: string): boolean {
  return existsSync(stampFile(name)) && readFileSync(stampFile(name), 'utf8') === sourcesHash(name);
}

/** Of everything that decides the generated code: its sources, the generators' versions, and the generator itself. */
function sourcesHash(name: string): string {
  const hash = createHash('sha256');
  const files = [
    schemaPath(name),
    join(subgraphDir(name), 'schema.graphql'),
    join(subgraphDir(name), 'src/mappers.ts'),
    join(root, 'pnpm-workspace.yaml'),
    fileURLToPath(new URL(`./resolver-types${extname(import.meta.url)}`, import.meta.url)),
  ];
  for (const file of files) hash.update(existsSync(file) ? readFileSync(file) : '');
  return hash.digest('hex');
}

async function generate(name: string): Promise<void> {
  const { generateResolverTypes } = await import('./resolver-types.ts');
  await Promise.all([generateResolverTypes(subgraphDir(name)), generatePrismaClient(name)]);
  await mkdir(join(subgraphDir(name), 'src/generated'), { recursive: true });
  await writeFile(stampFile(name), sourcesHash(name));
}

/** The generator asks for a path to the native engine and never runs it: any program will do. */
function generatePrismaClient(name: string): Promise<void> {
  const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' };
    const child = spawn(process.execPath, [prisma, 'generate', '--schema', schemaPath(name)], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new CommandError(`The Prisma client of ${name} cannot be generated:\n${output.trim()}`, 2));
    });
  });
}
