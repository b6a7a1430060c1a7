// The operations of a supergraph that are prepared: as a whole, and for callers who may not have all of them; bounded in memory.
import { LRUCache } from 'lru-cache';
import { isAnyUnmet, type Unmet } from './authorization/refused-fields.ts';
import type { Asking } from './planner.ts';

export interface OperationCache<Operation> {
  /** What was made of the text for whoever misses these requirements. */
  find(text: string, operationName: string | null, unmet: Unmet): Operation | undefined;
  keep(given: { readonly text: string; readonly operationName: string | null }, asking: Asking, operation: Operation, bytes: number): void;
  /** Those of which nothing is refused, the last used first. */
  whole(): readonly Operation[];
}

interface Entry<Operation> {
  /** What the whole operation asks for. */
  readonly asked: readonly number[];
  /** Null: it was never prepared as a whole. */
  readonly operation: Operation | null;
  readonly isWhole: boolean;
  readonly bytes: number;
}

/** Of an entry that says only what its operation asks for, beside its text. */
const outlineBytes = 1_000;

export function createOperationCache<Operation>(maxBytes: number): OperationCache<Operation> {
  const entries = new LRUCache<string, Entry<Operation>>({ maxSize: maxBytes, sizeCalculation: ({ bytes }) => bytes });
  return {
    find(text, operationName, unmet) {
      const key = keyOf(text, operationName);
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (!isAnyUnmet(entry.asked, unmet)) return entry.operation ?? undefined;
      const refused = entry.asked.filter((requirement) => unmet.has(requirement));
      return entries.get(partKeyOf(key, refused))?.operation ?? undefined;
    },
    keep({ text, operationName }, { asked, refused }, operation, bytes) {
      const key = keyOf(text, operationName);
      if (refused.length === 0) {
        entries.set(key, { asked, operation, isWhole: true, bytes });
        return;
      }
      entries.set(partKeyOf(key, refused), { asked, operation, isWhole: false, bytes });
      if (!entries.has(key)) entries.set(key, { asked, operation: null, isWhole: true, bytes: outlineBytes + text.length });
    },
    whole: () => [...entries.values()].flatMap(({ isWhole, operation }) => (isWhole && operation !== null ? [operation] : [])),
  };
}

/** No text, of whoever, has the key of another text with a name, or of a part of another. */
function keyOf(text: string, operationName: string | null): string {
  if (operationName !== null) return `\0${JSON.stringify(operationName)}${text}`;
  return text.startsWith('\0') ? `\0null${text}` : text;
}

const partKeyOf = (key: string, refused: readonly number[]): string => `\0${JSON.stringify(refused)}${key}`;
