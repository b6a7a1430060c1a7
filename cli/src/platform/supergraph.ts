// Composes the project's subgraphs from their files.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command-error.ts';
import { root } from '../project.ts';

/** Errors as text: code, message, file, line, excerpt. */
export type ProjectComposition =
  | { readonly kind: 'composed'; readonly supergraph: string }
  | { readonly kind: 'failed'; readonly errors: readonly string[] };

/** @throws {CommandError} when supergraph.yaml or a schema file cannot be read. */
export async function composeProject(): Promise<ProjectComposition> {
  // Loaded when it is needed: the composer is the largest thing that the commands load.
  const [{ composeSubgraphs, formatFinding }, { sourcesOfConfig }] = await Promise.all([
    import('@tributary/schema-check'),
    import('../composition/subgraph-sources.ts'),
  ]);
  const sources = await sourcesOfConfig(join(root, 'supergraph.yaml'));
  const composition = composeSubgraphs(sources);
  if (composition.kind === 'composed') return composition;
  return { kind: 'failed', errors: composition.errors.map((error) => formatFinding(error, 'error', sources)) };
}

/** Composes into a file that the gateway watches, unless its sources are those it was composed from. @throws {CommandError} with every error. */
export async function writeSupergraph(file: string): Promise<void> {
  const stampFile = `${file}.sources`;
  const sources = sourcesHash();
  if (existsSync(file) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sources) return;
  const composition = await composeProject();
  if (composition.kind === 'failed') throw new CommandError(`The subgraphs do not compose:\n${composition.errors.join('\n')}`, 1);
  writeFileSync(file, composition.supergraph);
  writeFileSync(stampFile, sources);
}

/** Of everything that decides the supergraph: the schemas, where the subgraphs are, and the composer's version. */
function sourcesHash(): string {
  const hash = createHash('sha256');
  const config = read('supergraph.yaml');
  const schemaFiles = [...config.matchAll(/^\s*file:\s*(\S+)/gm)].map(([, file = '']) => file);
  for (const text of [config, read('pnpm-workspace.yaml'), ...schemaFiles.map(read)]) hash.update(text);
  return hash.digest('hex');
}

function read(file: string): string {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (cause) {
    throw new CommandError(`${file} cannot be read.`, 2, { cause });
  }
}
