// What the pipeline needs of whatever parses, validates, plans and executes.
import type { Principal } from '@tributary/auth-kit';
import type { GraphQLSchema } from 'graphql';
import type { OperationContext } from '../pipeline.ts';

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** An operation that is parsed, valid and, as far as the engine does so beforehand, planned. Engines know more of theirs. */
export interface PreparedOperation {
  readonly kind: OperationKind;
  readonly name: string | null;
}

export interface ExecutedOperation {
  /** The whole body of the response: JSON with `data`. */
  readonly text: string;
  /** The same as bytes, where several responses are made of it. */
  readonly bytes?: Buffer;
  /** That of the first error beside the data. */
  readonly code: string | null;
}

export interface OperationSource {
  readonly text: string;
  readonly operationName: string | null;
  readonly schema: GraphQLSchema;
}

export type VariableValues = Readonly<Record<string, unknown>>;

/** One supergraph, for as long as operations that began with it run. */
export interface Generation {
  /**
   * Parses, validates and plans; at once when it has done so before.
   * @throws {RequestError} GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED; UNAUTHENTICATED, FORBIDDEN when any field that the
   * principal may not have refuses all of it. `client` is who asks, for whom what is not known is planned in turn.
   * @throws {AppError} OPERATION_RESOLUTION_FAILURE, PLANNING_BUDGET_EXCEEDED, RATE_LIMITED, SERVICE_UNAVAILABLE
   */
  prepare(text: string, operationName: string | null, principal: Principal, client: string): PreparedOperation | Promise<PreparedOperation>;
  /** Checks a request's variables against the operation, and gives them as `execute` wants them. @throws {RequestError} BAD_USER_INPUT */
  coerceVariables(operation: PreparedOperation, variables: VariableValues | null): VariableValues;
  /** What it costs at most, for good variables. @throws {AppError} BAD_USER_INPUT when the schema requires a page size and there is none. */
  costOf(operation: PreparedOperation, variables: VariableValues): number;
  /** What it was prepared from, and the schema on which that is valid. */
  sourceOf(operation: PreparedOperation): OperationSource;
  /** Runs an operation that this generation has prepared. What fails on the way stands in the answer. */
  execute(operation: PreparedOperation, variables: VariableValues, context: OperationContext): Promise<ExecutedOperation>;
}

export interface OperationEngine {
  /** The generation that new operations begin with. */
  current(): Generation;
}
