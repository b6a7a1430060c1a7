// Ids: often numbers in the database, always text in the API.
import { AppError } from '@tributary/errors';

/** An id as the database has it; 0, which no row has, when the text cannot be one: it is then simply not found. */
export function numberOf(id: string): number {
  return /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0;
}

/** A value that the database guarantees. @throws {AppError} INTERNAL_SERVER_ERROR when it is missing all the same. */
export function present<Value>(value: Value | null | undefined): Value {
  if (value == null) throw new AppError('INTERNAL_SERVER_ERROR');
  return value;
}
