// A fault of the database that is one of the input: PostgreSQL stores and compares no text with U+0000.
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** SQLSTATE character_not_in_repertoire. */
const unstorableText = '22021';

/** The client's form of a resolver's error that the input has caused; null for any other. Commands check their input before. */
export function inputFaultOf({ path, locations }: GraphQLFormattedError, error: unknown): GraphQLFormattedError | null {
  const original = error instanceof GraphQLError ? error.originalError : error;
  if (sqlStateOf(original) !== unstorableText) return null;
  const position = { ...(path && { path }), ...(locations && { locations }) };
  return { message: 'No text here contains U+0000.', ...position, extensions: { code: 'BAD_USER_INPUT' } };
}

/** Where Prisma keeps what the driver said. */
function sqlStateOf(error: unknown): string | undefined {
  const { meta } = (error ?? {}) as { meta?: { driverAdapterError?: { cause?: { originalCode?: string } } } };
  return meta?.driverAdapterError?.cause?.originalCode;
}
