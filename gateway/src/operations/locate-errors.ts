// Gives the errors of fetches that brought nothing a path: that of a null in the result which the fetch explains.
import type { ApolloGateway } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import type { FetchPosition } from '../subgraph-client/fetch-position.ts';

type ExecutionResult = Awaited<ReturnType<ApolloGateway['executor']>>;
type Path = readonly (string | number)[];

/**
 * The same result; an error that carries a `FetchPosition` and no path gets the path of the first null there. One that explains no null,
 * because what it fetched was only needed on the way, stays without.
 */
export function locateErrors(result: ExecutionResult): ExecutionResult {
  return result.errors === undefined ? result : { ...result, errors: result.errors.map((error) => located(error, result.data)) };
}

function located(error: GraphQLError, data: ExecutionResult['data']): GraphQLError {
  // @apollo/gateway puts plain errors among them too; the position is from subgraph-clients.ts.
  const position = error.extensions?.['fetch'] as FetchPosition | undefined;
  if (position === undefined || error.path !== undefined) return error;
  const path = pathOfNull(data, position);
  return path === null
    ? error
    : new GraphQLError(error.message, { path, extensions: error.extensions, originalError: error.originalError });
}

function pathOfNull(data: unknown, { parents, fields }: FetchPosition): Path | null {
  const nulls = [...nullsAt(data, parents, fields, [])];
  // A null on the way may be there for another reason.
  const { path } = nulls.find(({ isField }) => isField) ?? nulls[0] ?? { path: null };
  const root = parents[0] ?? fields[0];
  return path?.length === 0 && root !== undefined ? [root] : path;
}

function* nullsAt(
  value: unknown,
  [parent, ...below]: Path,
  fields: readonly string[],
  path: Path,
): Generator<{ path: Path; isField: boolean }> {
  if (value === null) yield { path, isField: false };
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    const parents = parent === '@' ? below : parent === undefined ? [] : [parent, ...below];
    for (const [index, item] of value.entries()) yield* nullsAt(item, parents, fields, [...path, index]);
    return;
  }
  const object = value as Readonly<Record<string, unknown>>; // checked above
  if (parent !== undefined) yield* nullsAt(object[parent], below, fields, [...path, parent]);
  else for (const field of fields) if (object[field] === null) yield { path: [...path, field], isField: true };
}
