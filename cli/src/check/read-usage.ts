// The operations that are known, from files: manifests, snapshots, GraphQL documents, sources with documents in them.
import { globSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { embeddedDocuments, type ParsedUsage, parseManifest, parseSnapshot, registered, type UsageEntry } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { extractDocuments, type SourceText } from '../documents/extract-documents.ts';
import { assertShallow } from './bad-input.ts';

const readable = /\.(json|jsonl|graphql|gql|[cm]?[jt]sx?)$/;
/** What a folder is searched for: its JSON may be anything. */
const inFolders = '**/*.{graphql,gql,jsonl,ts,tsx,mts,cts,js,jsx,mjs,cjs}';
const notOurs = ['**/node_modules/**', '**/generated/**'];

/** Every operation of the files, folders and patterns; files share their fragments. @throws {CommandError} 2, naming every problem. */
export function readUsage(patterns: readonly string[]): readonly UsageEntry[] {
  const files = patterns.flatMap(filesOf);
  const sources = [...new Set(files.map((file) => resolve(file)))]
    .toSorted()
    .map((file) => ({ name: relative(process.cwd(), file), text: readFileSync(file, 'utf8') }));
  const counted = sources.filter(({ name }) => name.endsWith('.jsonl')).map(({ name, text }) => parseSnapshot(text, name));
  const manifests = sources.filter(({ name }) => name.endsWith('.json')).map(({ name, text }) => parseManifest(text, name));
  const documents = sources.filter(({ name }) => !/\.jsonl?$/.test(name));
  const parsed = [...counted, ...manifests, fromDocuments(documents)];
  const problems = parsed.flatMap((one) => (one.kind === 'bad' ? [one.problem] : []));
  if (problems.length > 0) throw new CommandError(`The known operations cannot be read:\n${problems.join('\n')}`, 2);
  return parsed.flatMap((one) => (one.kind === 'usage' ? one.entries : []));
}

function fromDocuments(sources: readonly SourceText[]): ParsedUsage {
  const problems: string[] = [];
  const texts = sources.flatMap(({ name, text }): readonly SourceText[] => {
    if (/\.(graphql|gql)$/.test(name)) return [{ name, text }];
    const { documents, unreadable } = embeddedDocuments(text);
    problems.push(...unreadable.map((line) => `${name}:${line}: the document has code in it; only fragments may be put in, behind it.`));
    return documents.map((document) => ({ name: `${name}:${document.line}`, text: document.text }));
  });
  for (const { name, text } of texts) assertShallow(text, name);
  const extracted = extractDocuments(texts, { addTypename: false });
  problems.push(...extracted.problems);
  if (problems.length > 0) return { kind: 'bad', problem: problems.join('\n') };
  return { kind: 'usage', entries: extracted.documents.map(({ text, name, file }) => registered(text, name, file)) };
}

function filesOf(pattern: string): readonly string[] {
  const exclude = [...notOurs];
  const found = [...globSync(pattern, { exclude }), ...globSync(`${pattern}/${inFolders}`, { exclude })].filter((file) =>
    readable.test(file),
  );
  if (found.length === 0) throw new CommandError(`${pattern}: there are no manifests, snapshots, documents or sources.`, 2);
  return found;
}
