// Usage snapshots: JSON Lines, an operation of a client and version per line.
import { everyUse, joinedUses, type RecordedUses, usesByKind } from './use.ts';

/** An operation as a client and version of it sends it. */
export interface UsageEntry {
  readonly document: string;
  readonly name: string | null;
  readonly client: string | null;
  readonly version: string | null;
  readonly count: number;
  /** ISO 8601; null when nobody has measured. */
  readonly lastSeen: string | null;
  /** The file that knows of it. */
  readonly origin: string;
  /** What it used, with the values that its variables had; null or absent: whatever they can hold. */
  readonly uses?: RecordedUses | null;
}

export type ParsedSnapshot =
  | {
      readonly kind: 'usage';
      readonly entries: readonly UsageEntry[];
      /** Executions that whoever has written it could not tell apart any more. */
      readonly missed: number;
    }
  /** A sentence with file and line. */
  | { readonly kind: 'bad'; readonly problem: string };

/** What a line is: a reader refuses what is newer than itself. */
const version = 1;

/** One line, with its end. */
export function snapshotLine(entry: Omit<UsageEntry, 'origin'>): string {
  const { document, name, client, version: clientVersion, count, lastSeen, uses } = entry;
  return `${JSON.stringify({ v: version, document, name, client, version: clientVersion, count, lastSeen, ...(uses && { uses }) })}\n`;
}

/** The line that tells of executions which stand in no other. */
export const missedLine = (missed: number): string => `${JSON.stringify({ v: version, missed })}\n`;

/** All lines. Never throws. */
export function parseSnapshot(text: string, origin: string): ParsedSnapshot {
  const entries: UsageEntry[] = [];
  let missed = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const said = saidIn(line, origin);
    if (typeof said === 'string') return { kind: 'bad', problem: `${origin}:${index + 1}: ${said}` };
    if (typeof said === 'number') missed += said;
    else entries.push(said);
  }
  return { kind: 'usage', entries, missed };
}

/** The same operation of the same client and version is one entry: with the sum of the counts, all uses, and the origin of whoever saw it last. */
export function mergedUsage(entries: Iterable<UsageEntry>): readonly UsageEntry[] {
  const merged = new Map<string, UsageEntry>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.document, entry.name, entry.client, entry.version]);
    const known = merged.get(key);
    merged.set(key, known === undefined ? entry : joined(known, entry));
  }
  return [...merged.values()];
}

function joined(one: UsageEntry, other: UsageEntry): UsageEntry {
  const last = timeOf(other) > timeOf(one) ? other : one;
  return { ...last, count: one.count + other.count, uses: joinedUses(one.uses ?? null, other.uses ?? null) };
}

const timeOf = ({ lastSeen }: UsageEntry): number => (lastSeen === null ? Number.NEGATIVE_INFINITY : Date.parse(lastSeen));

function saidIn(line: string, origin: string): UsageEntry | number | string {
  const content = parsedLine(line);
  if (content === null) return 'it is not a JSON object.';
  const { v, missed, document, name = null, client = null, version: clientVersion = null, count, lastSeen = null, uses = null } = content;
  if (v !== version) return `it is of version ${JSON.stringify(v)}; this reads version ${version}.`;
  if (document === undefined && isCount(missed)) return missed;
  if (typeof document !== 'string') return 'it has no "document".';
  if (!isCount(count)) return '"count" is not a whole number above 0.';
  if (!isText(name) || !isText(client) || !isText(clientVersion)) return '"name", "client" and "version" are texts or null.';
  if (!isText(lastSeen) || (lastSeen !== null && Number.isNaN(Date.parse(lastSeen)))) return '"lastSeen" is neither a time nor null.';
  const recorded = uses === null ? null : recordedIn(uses);
  if (recorded === undefined) return '"uses" is not an object with lists of coordinates.';
  return { document, name, client, version: clientVersion, count, lastSeen, origin, uses: recorded };
}

/** Undefined for what is none. Uses of other names are those of a later reader, which knows what they are for. */
function recordedIn(uses: unknown): RecordedUses | undefined {
  if (typeof uses !== 'object' || uses === null) return undefined;
  const lists = new Map(everyUse.map((use): [string, unknown] => [use, Reflect.get(uses, use) ?? []]));
  const isGood = [...lists.values()].every((list) => Array.isArray(list) && list.every((coordinate) => typeof coordinate === 'string'));
  return isGood ? usesByKind((use) => lists.get(use) as readonly string[]) : undefined; // looked at above
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

const isText = (value: unknown): value is string | null => value === null || typeof value === 'string';

function parsedLine(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const content: unknown = JSON.parse(line);
    return typeof content === 'object' && content !== null && !Array.isArray(content) ? { ...content } : null;
  } catch {
    return null;
  }
}
