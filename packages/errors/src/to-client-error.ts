// Decides what of an error leaves the process.
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isAppError } from './app-error.ts';
import { errorCodes } from './codes.ts';

/** Codes that graphql-js and Apollo Server set themselves, on messages that speak of the request only. */
const requestCodes: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_USER_INPUT',
]);

const suggestion = /\s*Did you mean [^?]*\?/g;

/** The message of a fault in a request, without what graphql-js guesses of the schema. */
export const withoutSuggestions = (message: string): string => message.replaceAll(suggestion, '');

/**
 * Gives the client's form of an error: message, code, path and locations of an `AppError` or of a fault in the request
 * (without schema suggestions); everything else becomes `INTERNAL_SERVER_ERROR`, and `onInternal` gets the original, once.
 */
export function toClientError(
  formatted: GraphQLFormattedError,
  error: unknown,
  onInternal: (error: unknown) => void,
): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  const position = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  if (isAppError(error)) {
    const { http: _status, stacktrace: _stack, ...extensions } = formatted.extensions ?? {};
    return { message: formatted.message, ...position, extensions };
  }
  // A resolver's error has an original; what the GraphQL layer found in the request itself has none, or names its own code.
  if (requestCodes.has(code)) {
    return { message: withoutSuggestions(formatted.message), ...position, extensions: { code } };
  }
  onInternal(error instanceof GraphQLError ? (error.originalError ?? error) : error);
  return { message: errorCodes.INTERNAL_SERVER_ERROR.message, ...position, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}
