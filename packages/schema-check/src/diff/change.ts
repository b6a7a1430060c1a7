// A change as it is found, and as it is told.
import { createHash } from 'node:crypto';
import { type ChangeCodeName, changeCodes } from '../change-codes.ts';
import type { Change, Severity, SourceLocation } from '../model.ts';
import { lineageOf, type SourcePlaces } from './source-places.ts';

/** What a comparison finds. */
export interface Found {
  readonly code: ChangeCodeName;
  readonly coordinate: string;
  /** A sentence. */
  readonly message: string;
  /** What makes this change another than the next one at the coordinate: types, values, names, before and after. */
  readonly detail?: string;
  /** Where the exception of the code's severity holds. */
  readonly severity?: Severity;
  /** Where it is written, when that is elsewhere: the type that joins a union. */
  readonly writtenAt?: string;
}

export interface Origin {
  /** Of which subgraph's schema it is a change; null: of the schema that clients see. */
  readonly subgraph: string | null;
  readonly base: SourcePlaces;
  readonly head: SourcePlaces;
}

/** The fingerprint is that of code, coordinate, detail and subgraph: it survives moves within files, but not another change at the same place. */
export function changeOf(found: Found, { subgraph, base, head }: Origin): Change {
  const { severity, wayOut } = changeCodes[found.code];
  const judged = found.severity ?? severity;
  return {
    code: found.code,
    coordinate: found.coordinate,
    severity: judged,
    subgraph,
    source: placeOf(found.writtenAt ?? found.coordinate, base, head),
    composedOnly: false,
    message: found.message,
    suggestion: judged === 'safe' ? null : wayOut,
    fingerprint: fingerprintOf([found.code, found.coordinate, found.detail ?? '', subgraph ?? '']),
  };
}

/** In head: the thing, or what it has stood in, where a reviewer sees the change; in base when nothing is left of either. */
export function placeOf(coordinate: string, base: SourcePlaces, head: SourcePlaces): SourceLocation | null {
  const lineage = lineageOf(coordinate);
  for (const places of [head, base]) {
    for (const each of lineage) {
      const place = places.get(each);
      if (place !== undefined) return place;
    }
  }
  return null;
}

const fingerprintOf = (parts: readonly string[]): string => createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
