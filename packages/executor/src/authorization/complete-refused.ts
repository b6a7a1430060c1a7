// The answer of an operation of which a caller may not have everything: completed by graphql-js, for which a refused field is one that fails.
import { type DocumentNode, executeSync, type FieldNode, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { CompletionFault } from '../complete/complete-response.ts';
import { isObject, type JsonObject, own } from '../execute/objects.ts';

export type Path = readonly (string | number)[];

export interface RefusedRequest {
  readonly schema: GraphQLSchema;
  /** As the client sent it. */
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What was fetched for the fields that are not refused. */
  readonly data: JsonObject;
  readonly refused: ReadonlySet<FieldNode>;
  /** The name in the data of what a client sees under a response name. */
  readonly nameInData: (responseName: string) => string;
}

export interface RefusedAnswer {
  readonly data: JsonObject | null;
  /** Where a refused field stands, each with its indices; what is null because of it is not told. */
  readonly refusals: readonly Path[];
  readonly faults: readonly CompletionFault[];
}

const refusal = new Error('refused');

/** A field that is selected several times is refused when one of the selections is. */
export function completeRefused({ schema, document, operationName, variables, data, refused, nameInData }: RefusedRequest): RefusedAnswer {
  const result = executeSync({
    schema,
    document,
    operationName,
    variableValues: variables,
    rootValue: data,
    fieldResolver(source: JsonObject, _given, _context, { fieldNodes, path }) {
      if (fieldNodes.some((node) => refused.has(node))) throw refusal;
      return own(source, nameInData(String(path.key)));
    },
    typeResolver(value) {
      const name = isObject(value) ? own(value, '__typename') : undefined;
      return typeof name === 'string' ? name : undefined;
    },
  });
  const errors = result.errors ?? [];
  return {
    data: result.data ?? null,
    refusals: errors.filter(isRefusal).map(pathOf),
    faults: errors.filter((error) => !isRefusal(error)).map((error) => ({ message: error.message, path: pathOf(error) })),
  };
}

const isRefusal = ({ originalError }: GraphQLError): boolean => originalError === refusal;

const pathOf = ({ path = [] }: GraphQLError): Path => path;
