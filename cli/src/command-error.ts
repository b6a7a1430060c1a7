// A failure of a command, in a sentence that says what to do.

/** 1 findings, 2 misuse or configuration, 3 infrastructure. */
export type FailureCode = 1 | 2 | 3;

export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: FailureCode;

  constructor(message: string, exitCode: FailureCode, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
