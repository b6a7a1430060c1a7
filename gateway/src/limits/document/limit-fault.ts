// What a client is told when it passes a limit: which, what was found, and where.
import { getLocation, type Location, type SourceLocation } from 'graphql';
import { type DocumentLimit, type DocumentLimitCode, documentLimits, fragmentCycleCode } from './document-limits.ts';

/** Why a document or its variables are refused. */
export interface LimitFault {
  readonly code: DocumentLimitCode;
  readonly message: string;
  /** None for variables, and for documents that were parsed without locations. */
  readonly locations?: readonly SourceLocation[];
}

/** A node of a document, as far as faults need it. */
export interface Located {
  readonly loc?: Location | undefined;
}

/** `found` is what was counted when counting ended: there may be more. */
export function limitFault(limit: DocumentLimit, found: number, allowed: number, location: SourceLocation | null): LimitFault {
  const { code, problem } = documentLimits[limit];
  return { code, message: `${problem}: ${found} found, at most ${allowed} allowed.`, ...(location && { locations: [location] }) };
}

export function cycleFault(fragment: string, node: Located): LimitFault {
  const location = locationOf(node);
  const message = `Fragment "${fragment}" spreads itself.`;
  return { code: fragmentCycleCode, message, ...(location && { locations: [location] }) };
}

/** Null when the document was parsed without locations. */
export const locationOf = ({ loc }: Located): SourceLocation | null => (loc === undefined ? null : getLocation(loc.source, loc.start));
