// The only class of error whose message a client may see.
import { GraphQLError } from 'graphql';
import { type ErrorCode, errorCodes } from './codes.ts';

export interface AppErrorOptions {
  /** Kept for the log, never sent. */
  readonly cause?: unknown;
  /** Sent beside the code; must hold nothing internal. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An error with a code of the table. `extensions.code` carries it, `extensions.http` the status when it stops a request. */
export class AppError extends GraphQLError {
  override readonly name = 'AppError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string = errorCodes[code].message, options: AppErrorOptions = {}) {
    const { kind, status } = errorCodes[code];
    super(message, {
      extensions: { ...options.extensions, code, ...(kind === 'request' && { http: { status } }) },
    });
    this.code = code;
    if (options.cause !== undefined) this.cause = options.cause;
  }
}

/** Whether this error, or the one that GraphQL wrapped to locate it, is an `AppError`. */
export function isAppError(error: unknown): boolean {
  return error instanceof AppError || (error instanceof GraphQLError && error.originalError instanceof AppError);
}
