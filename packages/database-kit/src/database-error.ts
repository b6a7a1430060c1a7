// A database that cannot be used, in a sentence that says what to do.

export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}
