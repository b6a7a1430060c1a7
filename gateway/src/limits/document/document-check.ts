// The whole check of a document: text, then syntax tree; refusals are remembered.
import { createHash } from 'node:crypto';
import { type DocumentNode, GraphQLError, parse } from 'graphql';
import type { DocumentLimits } from './document-limits.ts';
import type { LimitFault } from './limit-fault.ts';
import { operationLimits } from './operation-limits.ts';
import { textLimits } from './text-limits.ts';

/** Bounded; `operations/bounded-cache.ts` makes one. */
export interface RefusalCache {
  get(key: string): LimitFault | undefined;
  set(key: string, fault: LimitFault, bytes: number): void;
}

/** A hash, a message and the entry itself, about. */
const entryBytes = 500;

/**
 * For documents that are seen for the first time: whoever keeps prepared operations asks only then. The key of a refusal is a hash, so that large documents
 * take no room. A document of bad syntax is not refused here: whoever parses it next says what is wrong with it.
 */
export function createDocumentCheck(limits: DocumentLimits, refusals: RefusalCache): (text: string) => LimitFault | null {
  const judgeText = textLimits(limits);
  const judgeDocument = operationLimits(limits);
  const judge = (text: string): LimitFault | null => {
    const fault = judgeText(text);
    if (fault !== null) return fault;
    const document = parsed(text);
    return document === null ? null : judgeDocument(document);
  };
  return (text) => {
    // Cheaper than its hash.
    if (text.length > limits.characters) return judgeText(text);
    const key = createHash('sha256').update(text).digest('base64');
    const known = refusals.get(key);
    if (known !== undefined) return known;
    const fault = judge(text);
    if (fault !== null) refusals.set(key, fault, entryBytes);
    return fault;
  };
}

function parsed(text: string): DocumentNode | null {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}
