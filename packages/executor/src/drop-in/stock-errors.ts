// Faults as @apollo/gateway tells them.
import { GraphQLError } from 'graphql';
import type { CompletionFault } from '../complete/complete-response.ts';
import type { FetchFault, FieldFault } from '../execute/faults.ts';
import { isObject } from '../execute/objects.ts';
import { responseNameOf } from '../planning/response-names.ts';

/** `Error`s that are no `GraphQLError`s stay what they are: Apollo Server formats them. */
export function stockError(fault: FieldFault | FetchFault): GraphQLError {
  if (fault.kind === 'fetch') return fault.cause as GraphQLError; // @apollo/gateway puts whatever was thrown among the errors
  const { error, subgraph, path } = fault;
  const given = isObject(error.extensions) ? error.extensions : {};
  const message =
    typeof error.message === 'string' && error.message !== '' ? error.message : `Error while fetching subquery from service "${subgraph}"`;
  return new GraphQLError(message, {
    originalError: error as Error, // as @apollo/gateway: the subgraph's error as it came
    ...(path !== null && { path: path.map((part) => (typeof part === 'string' ? responseNameOf(part) : part)) }),
    extensions: { ...given, serviceName: subgraph, ...(!given['code'] && { code: 'DOWNSTREAM_SERVICE_ERROR' }) },
  });
}

export const stockCompletionError = ({ message, path }: CompletionFault): GraphQLError =>
  new GraphQLError(message, { path, extensions: { code: 'INVALID_GRAPHQL' } });
