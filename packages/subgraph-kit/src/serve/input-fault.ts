// Faults of the input that look like others: of the database, which takes no text with U+0000, and of the document, when a scalar refuses a literal.
import { AppError } from '@tributary/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** SQLSTATE character_not_in_repertoire. */
const unstorableText = '22021';

/** The client's form of an error that the input has caused; null for any other. Commands check their input before. */
export function inputFaultOf({ path, locations }: GraphQLFormattedError, error: unknown): GraphQLFormattedError | null {
  const message = messageOf(error instanceof GraphQLError ? error.originalError : error);
  if (message === null) return null;
  const position = { ...(path && { path }), ...(locations && { locations }) };
  return { message, ...position, extensions: { code: 'BAD_USER_INPUT' } };
}

function messageOf(original: unknown): string | null {
  // Apollo Server calls whatever validation finds a fault of the document, and the gateway would take that for one of its own.
  if (original instanceof AppError && original.code === 'BAD_USER_INPUT') return original.message;
  return sqlStateOf(original) === unstorableText ? 'No text here contains U+0000.' : null;
}

/** Where Prisma keeps what the driver said. */
function sqlStateOf(error: unknown): string | undefined {
  const { meta } = (error ?? {}) as { meta?: { driverAdapterError?: { cause?: { originalCode?: string } } } };
  return meta?.driverAdapterError?.cause?.originalCode;
}
