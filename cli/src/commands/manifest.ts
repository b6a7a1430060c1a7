// manifest: a manifest of registered documents from the GraphQL files of an application.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { apiSchemaOf } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { extractDocuments, type SourceText } from '../documents/extract-documents.ts';
import { validateDocuments } from '../documents/validate-documents.ts';
import { formats, isFormat, type ManifestFormat } from '../documents/write-manifest.ts';

export async function run(args: readonly string[]): Promise<number> {
  const { patterns, out, format, supergraph, addTypename, check } = optionsOf(args);
  const extracted = extractDocuments(sourcesOf(patterns), { addTypename });
  const problems = [...extracted.problems];
  if (supergraph !== null && problems.length === 0) problems.push(...validateDocuments(extracted.documents, schemaIn(supergraph)));
  if (problems.length > 0) {
    process.stderr.write(`The documents cannot be registered:\n${problems.map((problem) => `  - ${problem}`).join('\n')}\n`);
    return 1;
  }
  const manifest = formats[format](extracted.documents);
  const count = `${extracted.documents.length} operation${extracted.documents.length === 1 ? '' : 's'}`;
  if (check) {
    if (readText(out) === manifest) process.stdout.write(`${out} is what the documents say: ${count}.\n`);
    else process.stderr.write(`${out} is stale.\n`);
    return readText(out) === manifest ? 0 : 1;
  }
  writeFileSync(out, manifest);
  process.stdout.write(`Wrote ${out}: ${count}.\n`);
  return 0;
}

interface Options {
  readonly patterns: readonly string[];
  readonly out: string;
  readonly format: ManifestFormat;
  readonly supergraph: string | null;
  readonly addTypename: boolean;
  readonly check: boolean;
}

function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const { format = 'apollo', out = 'persisted-query-manifest.json', supergraph = null } = values;
  if (positionals.length === 0) throw new CommandError('Which documents? Name files, folders or patterns.', 2);
  if (!isFormat(format)) throw new CommandError(`--format is one of ${Object.keys(formats).join(', ')}.`, 2);
  return { patterns: positionals, out, format, supergraph, addTypename: values['add-typename'] === true, check: values.check === true };
}

function parsed(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const options = { out: text, format: text, supergraph: text, 'add-typename': flag, check: flag } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), 2);
  }
}

/** A folder stands for all GraphQL files in it. */
function sourcesOf(patterns: readonly string[]): readonly SourceText[] {
  const files = patterns.flatMap((pattern) => {
    const found = globSync([pattern, `${pattern}/**/*.{graphql,gql}`]).filter((file) => /\.(graphql|gql)$/.test(file));
    if (found.length === 0) throw new CommandError(`${pattern}: there are no .graphql files.`, 2);
    return found;
  });
  const unique = [...new Set(files.map((file) => resolve(file)))].toSorted();
  return unique.map((file) => ({ name: relative(process.cwd(), file), text: readText(file) }));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
}

function schemaIn(file: string) {
  try {
    return apiSchemaOf(readText(file));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${file} is no supergraph: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
}
