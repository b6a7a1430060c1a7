// The only place where an error becomes a response.
import { type ErrorCode, isErrorCode, toClientError, withoutSuggestions } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { RateLimitedError } from './limits/rate/rate-limited-error.ts';
import { RequestError } from './operations/request-error.ts';
import type { ErrorResponse, Stages } from './pipeline.ts';

/** Makes the function that shows a client why its request was stopped; what is no fault of the request is masked, and logged once. */
export function createToErrorResponse(logger: Logger): Stages['toErrorResponse'] {
  return (error, requestId) => {
    const onInternal = (internal: unknown) => logger.error('a request failed', { requestId, error: internal });
    const shown = error instanceof RequestError ? faultsOf(error) : [otherError(error, onInternal)];
    const errors = shown.map((formatted) => ({ ...formatted, extensions: { ...formatted.extensions, requestId } }));
    return { text: JSON.stringify({ errors }), code: codeOf(errors[0]?.extensions), error, ...standingsOf(error) };
  };
}

const faultsOf = ({ faults, code }: RequestError): readonly GraphQLFormattedError[] =>
  faults.map(({ message, locations, path }) => ({
    message: withoutSuggestions(message),
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code },
  }));

const otherError = (error: unknown, onInternal: (error: unknown) => void): GraphQLFormattedError =>
  toClientError(error instanceof GraphQLError ? error.toJSON() : { message: '' }, error, onInternal);

const standingsOf = (error: unknown): Pick<ErrorResponse, 'standings'> =>
  error instanceof RateLimitedError ? { standings: error.standings } : {};

function codeOf(extensions: Readonly<Record<string, unknown>> | undefined): ErrorCode {
  const code = extensions?.['code'];
  return isErrorCode(code) ? code : 'INTERNAL_SERVER_ERROR';
}
