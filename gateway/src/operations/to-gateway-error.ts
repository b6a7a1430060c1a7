// What of an error a client sees: ours and the subgraphs' by code, nothing about where it happened.
import { errorCodes, isErrorCode, toClientError } from '@tributary/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** Errors of subgraphs keep message, code and path; anything without a known code is masked and handed to `onInternal`. */
export function toGatewayError(
  formatted: GraphQLFormattedError,
  error: unknown,
  onInternal: (error: unknown) => void,
): GraphQLFormattedError {
  const code = formatted.extensions?.['code'];
  // @apollo/gateway marks what a subgraph answered with the subgraph's name.
  const fromSubgraph = formatted.extensions !== undefined && 'serviceName' in formatted.extensions;
  if (fromSubgraph && isErrorCode(code)) {
    const known = code === 'INTERNAL_SERVER_ERROR' ? errorCodes[code].message : formatted.message;
    return { message: known, ...(formatted.path && { path: formatted.path }), extensions: { code } };
  }
  if (fromSubgraph) {
    onInternal(error instanceof GraphQLError ? (error.originalError ?? error) : error);
    return {
      message: errorCodes.DOWNSTREAM_SERVICE_ERROR.message,
      ...(formatted.path && { path: formatted.path }),
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' },
    };
  }
  return toClientError(formatted, error, onInternal);
}
