// Automatic persisted queries: a client sends the hash of a document, and the document itself only when the hash is not known.
import { createHash } from 'node:crypto';
import { AppError } from '@tributary/errors';
import type { GraphQLParameters, LoadedDocument } from '../pipeline.ts';
import { type BoundedCache, createBoundedCache } from './bounded-cache.ts';

export interface PersistedQueries {
  /** The document of a request. @throws {AppError} PERSISTED_QUERY_NOT_FOUND, BAD_REQUEST */
  load(parameters: GraphQLParameters): LoadedDocument;
  /** To be called once the document is known to be valid. */
  keep(document: LoadedDocument): void;
}

const defaultMaxBytes = 16 * 1024 * 1024;
const entryBytes = 200; // the hash and the entry itself, about
const hashPattern = /^[\da-f]{64}$/;

export function createPersistedQueries(maxBytes = defaultMaxBytes): PersistedQueries {
  const texts = createBoundedCache<string>(maxBytes);
  return {
    load({ query, extensions }) {
      const persisted = extensions?.['persistedQuery'];
      if (persisted != null) return loadPersisted(hashOf(persisted), query, texts);
      // By an id, which is not that of a registered document.
      if (query === null) throw notFound();
      return { text: query, newHash: null };
    },
    keep({ text, newHash }) {
      // Two bytes a character at most.
      if (newHash !== null) texts.set(newHash, text, text.length * 2 + entryBytes);
    },
  };
}

function loadPersisted(hash: string, query: string | null, texts: BoundedCache<string>): LoadedDocument {
  const known = texts.get(hash);
  if (query === null) {
    if (known === undefined) throw notFound();
    return { text: known, newHash: null };
  }
  if (known === query) return { text: query, newHash: null };
  if (createHash('sha256').update(query).digest('hex') !== hash)
    throw new AppError('BAD_REQUEST', 'The hash in "persistedQuery" is not that of the document.');
  return { text: query, newHash: hash };
}

/** Clients look for this very message. */
const notFound = (): AppError => new AppError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');

/** `{ version: 1, sha256Hash }`, as Apollo's clients send it. */
function hashOf(persisted: unknown): string {
  const { version, sha256Hash } = persisted as { readonly version?: unknown; readonly sha256Hash?: unknown }; // anything but null has properties
  if (version !== 1) throw new AppError('BAD_REQUEST', 'The version of "persistedQuery" is 1.');
  if (typeof sha256Hash !== 'string' || !hashPattern.test(sha256Hash))
    throw new AppError('BAD_REQUEST', 'The "sha256Hash" of "persistedQuery" is 64 hexadecimal digits.');
  return sha256Hash;
}
