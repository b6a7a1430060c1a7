// Manifests of registered documents, in Apollo's format and Relay's, as usage: what clients may send, they are taken to send.
import type { UsageEntry } from '../model.ts';

export type ParsedUsage =
  | { readonly kind: 'usage'; readonly entries: readonly UsageEntry[] }
  /** A sentence with the file, and the line where there are lines. */
  | { readonly kind: 'bad'; readonly problem: string };

/** `origin` is the file: for messages, and the entries' own. Never throws. */
export function parseManifest(text: string, origin: string): ParsedUsage {
  const content = parsedJson(text);
  if (typeof content !== 'object' || content === null)
    return { kind: 'bad', problem: `${origin} is no manifest: it is not a JSON object.` };
  const format: unknown = Reflect.get(content, 'format');
  return format === undefined ? relayEntries(content, origin) : apolloEntries(content, format, origin);
}

function apolloEntries(content: object, format: unknown, origin: string): ParsedUsage {
  const operations: unknown = Reflect.get(content, 'operations');
  if (format !== 'apollo-persisted-query-manifest' || Reflect.get(content, 'version') !== 1 || !Array.isArray(operations)) {
    return { kind: 'bad', problem: `${origin} is no manifest of Apollo's format, version 1.` };
  }
  const bodies = operations.map((operation: unknown) => [propertyOf(operation, 'body'), propertyOf(operation, 'name')] as const);
  const faulty = bodies.findIndex(([body]) => typeof body !== 'string');
  if (faulty >= 0) return { kind: 'bad', problem: `${origin}: operations[${faulty}] has no "body".` };
  return { kind: 'usage', entries: bodies.map(([body, name]) => registered(String(body), typeof name === 'string' ? name : null, origin)) };
}

function relayEntries(content: object, origin: string): ParsedUsage {
  const documents: readonly (readonly [string, unknown])[] = Object.entries(content);
  const faulty = documents.find(([, document]) => typeof document !== 'string');
  if (faulty !== undefined) return { kind: 'bad', problem: `${origin}: the document of "${faulty[0]}" is not a text.` };
  return { kind: 'usage', entries: documents.map(([, document]) => registered(String(document), nameIn(String(document)), origin)) };
}

/** Nobody has counted: it counts as sent once, at no known time. */
export const registered = (document: string, name: string | null, origin: string): UsageEntry => ({
  document,
  name,
  client: null,
  version: null,
  count: 1,
  lastSeen: null,
  origin,
});

const nameIn = (document: string): string | null => /\b(?:query|mutation|subscription)\s+([_A-Za-z]\w*)/.exec(document)?.[1] ?? null;

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
