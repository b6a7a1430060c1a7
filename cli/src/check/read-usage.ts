// The operations that are known, from files: manifests, snapshots, GraphQL documents, sources with documents in them.
import { globSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import {
  embeddedDocuments,
  mergedUsage,
  type ParsedUsage,
  parseManifest,
  parseSnapshot,
  registered,
  type UsageEntry,
} from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { extractDocuments, type SourceText } from '../documents/extract-documents.ts';
import { assertShallow } from './bad-input.ts';

const readable = /\.(json|jsonl|graphql|gql|[cm]?[jt]sx?)$/;
/** What a folder is searched for: its JSON may be anything. */
const inFolders = '**/*.{graphql,gql,jsonl,ts,tsx,mts,cts,js,jsx,mjs,cjs}';
const notOurs = ['**/node_modules/**', '**/generated/**'];

export interface KnownUsage {
  readonly entries: readonly UsageEntry[];
  /** Executions that snapshots say they have missed. */
  readonly missed: number;
}

/**
 * Every operation of the files, folders and patterns; files share their fragments, and snapshots are added up.
 * @param earliest executions that were last seen before do not count. @throws {CommandError} 2, naming every problem.
 */
export function readUsage(patterns: readonly string[], earliest: Date | null = null): KnownUsage {
  const files = [...new Set(patterns.flatMap(filesOf).map((file) => resolve(file)))].toSorted();
  const snapshots = readSnapshots(files.filter(isSnapshot), earliest);
  const sources = files.filter((file) => !isSnapshot(file)).map(sourceOf);
  const manifests = sources.filter(({ name }) => name.endsWith('.json')).map(({ name, text }) => parseManifest(text, name));
  const parsed = [...manifests, fromDocuments(sources.filter(({ name }) => !name.endsWith('.json')))];
  const problems = [...snapshots.problems, ...parsed.flatMap((one) => (one.kind === 'bad' ? [one.problem] : []))];
  if (problems.length > 0) throw new CommandError(`The known operations cannot be read:\n${problems.join('\n')}`, 2);
  const others = parsed.flatMap((one) => (one.kind === 'usage' ? one.entries : []));
  return { entries: [...snapshots.entries, ...others], missed: snapshots.missed };
}

const isSnapshot = (file: string): boolean => file.endsWith('.jsonl');

const sourceOf = (file: string): SourceText => ({ name: relative(process.cwd(), file), text: readFileSync(file, 'utf8') });

/** One after the other: a folder has those of many windows, of several gateways. */
function readSnapshots(files: readonly string[], earliest: Date | null) {
  const problems: string[] = [];
  let missed = 0;
  function* lines(): Generator<UsageEntry> {
    for (const file of files) {
      const { name, text } = sourceOf(file);
      const parsed = parseSnapshot(text, name);
      if (parsed.kind === 'bad') {
        problems.push(parsed.problem);
        continue;
      }
      missed += parsed.missed;
      for (const entry of parsed.entries) if (!isBefore(entry, earliest)) yield entry;
    }
  }
  const entries = mergedUsage(lines());
  return { entries, missed, problems };
}

const isBefore = ({ lastSeen }: UsageEntry, earliest: Date | null): boolean =>
  earliest !== null && lastSeen !== null && Date.parse(lastSeen) < earliest.getTime();

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
