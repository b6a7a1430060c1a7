// Texts that no parser of GraphQL can cope with, as sentences: a stack that overflows must not look like a finding.
import { GraphQLError, parse, Source } from 'graphql';
import { CommandError } from '../command-error.ts';

/** Syntax errors are not its concern. @throws {CommandError} 2, when a text is nested so deep that it cannot be read. */
export function assertShallow(text: string, file: string): void {
  try {
    parse(new Source(text, file), { noLocation: true });
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(`${file} is nested too deep to be read.`, 2, { cause: error });
    if (!(error instanceof GraphQLError)) throw error;
  }
}

/** Does what reads schemas and operations. @throws {CommandError} 2, with file, line and column, for a text that is not what it should be. */
export function reading<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError)
      throw new CommandError('A schema or an operation is nested too deep to be judged.', 2, { cause: error });
    if (!(error instanceof GraphQLError)) throw error;
    const { line, column } = error.locations?.[0] ?? { line: 1, column: 1 };
    const place = error.source === undefined ? '' : `${error.source.name}:${line}:${column}: `;
    throw new CommandError(`${place}${error.message}`, 2, { cause: error });
  }
}
