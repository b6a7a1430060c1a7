// Usage snapshots: JSON Lines, an operation of a client and version per line.
import type { UsageEntry } from '../model.ts';
import type { ParsedUsage } from './manifests.ts';

/** What a line is: a reader refuses what is newer than itself. */
const version = 1;

/** One line, with its end. */
export const snapshotLine = ({ document, name, client, version: clientVersion, count, lastSeen }: UsageEntry): string =>
  `${JSON.stringify({ v: version, document, name, client, version: clientVersion, count, lastSeen })}\n`;

/** Reads all lines; the same operation of the same client and version is one entry with the sum of its counts. Never throws. */
export function parseSnapshot(text: string, origin: string): ParsedUsage {
  const entries = new Map<string, UsageEntry>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const entry = entryOf(line, origin);
    if (typeof entry === 'string') return { kind: 'bad', problem: `${origin}:${index + 1}: ${entry}` };
    const key = JSON.stringify([entry.document, entry.name, entry.client, entry.version]);
    const known = entries.get(key);
    entries.set(
      key,
      known === undefined ? entry : { ...entry, count: known.count + entry.count, lastSeen: later(known.lastSeen, entry.lastSeen) },
    );
  }
  return { kind: 'usage', entries: [...entries.values()] };
}

function entryOf(line: string, origin: string): UsageEntry | string {
  const content = parsedLine(line);
  if (content === null) return 'it is not a JSON object.';
  const { v, document, name = null, client = null, version: clientVersion = null, count, lastSeen = null } = content;
  if (v !== version) return `it is of version ${JSON.stringify(v)}; this reads version ${version}.`;
  if (typeof document !== 'string') return 'it has no "document".';
  if (!isCount(count)) return '"count" is not a whole number above 0.';
  if (!isText(name) || !isText(client) || !isText(clientVersion)) return '"name", "client" and "version" are texts or null.';
  if (!isText(lastSeen) || (lastSeen !== null && Number.isNaN(Date.parse(lastSeen)))) return '"lastSeen" is neither a time nor null.';
  return { document, name, client, version: clientVersion, count, lastSeen, origin };
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

const isText = (value: unknown): value is string | null => value === null || typeof value === 'string';

const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && Date.parse(other) > Date.parse(one)) ? other : one;

function parsedLine(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const content: unknown = JSON.parse(line);
    return typeof content === 'object' && content !== null && !Array.isArray(content) ? { ...content } : null;
  } catch {
    return null;
  }
}
