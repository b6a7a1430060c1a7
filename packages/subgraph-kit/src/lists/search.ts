// Search by words: each must occur, in any case, as it is.
import { AppError } from '@tributary/errors';

const maxSearchLength = 200;

/** A pattern for ILIKE per word; `%` and `_` in a word are themselves. @throws {AppError} BAD_USER_INPUT for what no text contains. */
export function searchPatterns(search: string | null | undefined): string[] {
  if (search == null) return [];
  if (search.length > maxSearchLength) throw new AppError('BAD_USER_INPUT', `Search with at most ${maxSearchLength} characters.`);
  const words = search.split(/\s+/).filter((word) => word !== '');
  return words.map((word) => `%${word.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`);
}
