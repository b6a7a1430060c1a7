// The document of a request: a registered one, one that was sent before, or the text that came with it.
import { AppError } from '@tributary/errors';
import type { Stages } from '../pipeline.ts';
import type { PersistedQueries } from './persisted-queries.ts';
import type { RegisteredDocuments } from './registered-documents.ts';

export function createLoadDocument(registered: RegisteredDocuments, persisted: PersistedQueries): Stages['loadDocument'] {
  return (parameters, asker) => {
    const text = registered.find(parameters);
    if (text !== null) return { text, newHash: null };
    if (registered.mustBeRegistered(asker)) throw new AppError('OPERATION_NOT_REGISTERED');
    return persisted.load(parameters);
  };
}
