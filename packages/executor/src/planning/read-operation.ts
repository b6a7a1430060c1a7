// From the text of a document to the operation that is asked for, or to the errors that a client is told.
import type { ErrorCode } from '@tributary/errors';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { InvalidOperation, PlanRequest } from './plan-operation.ts';

export interface ReadOperation {
  readonly kind: 'read';
  /** Without locations, so that it is plain data. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

const suggestion = /\s*Did you mean [^?]*\?/g;

/** Variables that plans bring themselves. */
const reservedVariable = /^(representations|contextualArgument_\d+_\d+)$/;

/** Parses and validates against the schema that clients see, and finds the operation. */
export function readOperation({ text, operationName }: PlanRequest, schema: GraphQLSchema): ReadOperation | InvalidOperation {
  const located = parsed(text);
  if (located instanceof GraphQLError) return invalid('GRAPHQL_PARSE_FAILED', [located]);
  const errors = validate(schema, located, specifiedRules, { hideSuggestions: true });
  if (errors.length > 0) return invalid('GRAPHQL_VALIDATION_FAILED', errors);
  const read = parseOperation(text, operationName);
  if (read.kind === 'invalid') return read;
  for (const { variable } of read.operation.variableDefinitions ?? []) {
    const { value: name } = variable.name;
    if (reservedVariable.test(name)) {
      return invalid('GRAPHQL_VALIDATION_FAILED', [new GraphQLError(`Variable "$${name}" cannot have this name, which is taken.`)]);
    }
  }
  return read;
}

/** The same of a document that is known to be valid. */
export function parseOperation(text: string, operationName: string | null = null): ReadOperation | InvalidOperation {
  const document = parse(text, { noLocation: true });
  const operation = operationOf(document, operationName);
  return operation instanceof GraphQLError ? invalid('OPERATION_RESOLUTION_FAILURE', [operation]) : { kind: 'read', document, operation };
}

function parsed(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    // graphql-js recurses.
    if (error instanceof RangeError) return new GraphQLError('The document is nested too deeply.');
    throw error;
  }
}

function operationOf({ definitions }: DocumentNode, name: string | null): OperationDefinitionNode | GraphQLError {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (name !== null) {
    return operations.find((operation) => operation.name?.value === name) ?? new GraphQLError(`Unknown operation named "${name}".`);
  }
  const [operation, ...others] = operations;
  if (operation === undefined) return new GraphQLError('Must provide an operation.');
  return others.length === 0 ? operation : new GraphQLError('Must provide operation name if query contains multiple operations.');
}

function invalid(code: ErrorCode, errors: readonly GraphQLError[]): InvalidOperation {
  return { kind: 'invalid', errors: errors.map((error) => formatted(code, error)) };
}

function formatted(code: ErrorCode, { message, locations }: GraphQLError): GraphQLFormattedError {
  return { message: message.replaceAll(suggestion, ''), ...(locations && { locations }), extensions: { code } };
}
