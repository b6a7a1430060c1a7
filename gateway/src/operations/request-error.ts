// What stops a request for reasons that GraphQL itself finds: often several at once.
import type { ErrorCode } from '@tributary/errors';
import type { SourceLocation } from 'graphql';

/** What is wrong, and where in the document. A `GraphQLError` is one; so is what a worker sends of it. */
export interface Fault {
  readonly message: string;
  readonly locations?: readonly SourceLocation[] | undefined;
  /** Of the field that is at fault, in response names. */
  readonly path?: readonly (string | number)[] | undefined;
}

/** Faults of a document or of its variables, at least one. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ErrorCode;
  readonly faults: readonly Fault[];

  constructor(code: ErrorCode, faults: readonly Fault[]) {
    super(faults[0]?.message);
    this.code = code;
    this.faults = faults;
  }
}
