// HTTP status codes: that of an answer, by what it says and by its media type.
import { AppError, type ErrorCode, errorCodes } from '@tributary/errors';
import type { OperationResponse } from '../pipeline.ts';
import { HttpError } from './http-error.ts';
import { json, type ResponseType } from './media-types.ts';

/** What is wrong with a request that is a proper one to HTTP. */
const aboutOperation: ReadonlySet<ErrorCode> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
  'PERSISTED_QUERY_NOT_FOUND',
  'SUBSCRIPTIONS_UNAVAILABLE',
]);

/**
 * As GraphQL over HTTP has it: what was executed is 200. What was not is 4xx or 5xx; but in application/json 200 when only the operation is
 * at fault, for there a client could not tell our 400 from that of a proxy.
 */
export function statusOf(answer: OperationResponse, type: ResponseType): number {
  if (answer.kind === 'executed') return 200;
  if (answer.error instanceof HttpError) return answer.error.status;
  if (aboutOperation.has(answer.code)) return type === json ? 200 : 400;
  const { status } = errorCodes[answer.code];
  return Math.max(status, 400);
}

/** Headers that go with a refusal, names and values in turn. */
export function headersOf(answer: OperationResponse): readonly string[] {
  if (answer.kind === 'executed') return none;
  if (answer.error instanceof HttpError) return answer.error.headers;
  const seconds = answer.error instanceof AppError ? answer.error.extensions['retryAfterSeconds'] : undefined;
  if (seconds !== undefined) return ['retry-after', String(seconds)];
  return answer.code === 'UNAUTHENTICATED' ? challenge : none;
}

const none: readonly string[] = [];
const challenge = ['www-authenticate', 'Bearer'];
