// A refusal that HTTP itself asks for: with a status of its own, and headers that say what would have been right.
import { AppError, type ErrorCode } from '@tributary/errors';

export class HttpError extends AppError {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];

  constructor(status: number, code: ErrorCode, message: string, headers: readonly string[] = []) {
    super(code, message);
    this.status = status;
    this.headers = headers;
  }
}
