// How `tributary check` compares schemas.
import type { SchemaDiffer } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';

const missing = (): never => {
  throw new CommandError('Schemas cannot be compared yet.', 3);
};

export const differ: SchemaDiffer = { changesBetween: missing, affectedOperations: missing };
