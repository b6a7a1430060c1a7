// The only place where an error becomes a response.
import { type ErrorCode, isErrorCode, toClientError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { RateLimitedError } from './limits/rate/rate-limited-error.ts';
import { RequestError } from './operations/request-error.ts';
import type { ErrorResponse, Stages } from './pipeline.ts';

/** Makes the function that shows a client why its request was stopped; what is no fault of the request is masked, and logged once. */
export function createToErrorResponse(logger: Logger): Stages['toErrorResponse'] {
  return (error, requestId) => {
    const errors = formattedErrorsOf(error).map((formatted) => {
      const shown = toClientError(formatted, error, (internal) => logger.error('a request failed', { requestId, error: internal }));
      return { ...shown, extensions: { ...shown.extensions, requestId } };
    });
    return { text: JSON.stringify({ errors }), code: codeOf(errors[0]?.extensions), error, ...standingsOf(error) };
  };
}

function formattedErrorsOf(error: unknown): readonly GraphQLFormattedError[] {
  if (error instanceof RequestError) {
    const extensions = { code: error.code };
    return error.faults.map(({ message, locations }) => ({ message, ...(locations && { locations }), extensions }));
  }
  return [error instanceof GraphQLError ? error.toJSON() : { message: '' }];
}

const standingsOf = (error: unknown): Pick<ErrorResponse, 'standings'> =>
  error instanceof RateLimitedError ? { standings: error.standings } : {};

function codeOf(extensions: Readonly<Record<string, unknown>> | undefined): ErrorCode {
  const code = extensions?.['code'];
  return isErrorCode(code) ? code : 'INTERNAL_SERVER_ERROR';
}
