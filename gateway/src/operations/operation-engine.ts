// What the pipeline needs of whatever parses, validates, plans and executes.
import type { Principal } from '@tributary/auth-kit';
import type { GraphQLSchema } from 'graphql';
import type { OperationContext } from '../pipeline.ts';

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** An operation that is parsed and valid. Engines know more of theirs. */
export interface ValidOperation {
  readonly kind: OperationKind;
  readonly name: string | null;
}

/** One that is planned as well. */
export interface PreparedOperation extends ValidOperation {
  readonly plan: unknown;
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

/** For whom an operation is planned: without what the principal may not have, in turn with other clients. */
export interface PlanningAsker {
  readonly principal: Principal;
  readonly client: string;
}

export type VariableValues = Readonly<Record<string, unknown>>;

/** One supergraph, for as long as operations that began with it run. */
export interface Generation {
  /**
   * Parses and validates; at once when it has done so before. `client` is who asks, for whom what is not known is looked at in turn.
   * @throws {RequestError} GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED
   * @throws {AppError} OPERATION_RESOLUTION_FAILURE, PLANNING_BUDGET_EXCEEDED, RATE_LIMITED, SERVICE_UNAVAILABLE
   */
  validate(text: string, operationName: string | null, asker: PlanningAsker): ValidOperation | Promise<ValidOperation>;
  /**
   * Plans what this generation has validated; at once when it has done so before.
   * @throws {RequestError} UNAUTHENTICATED, FORBIDDEN when any field that the principal may not have refuses all of it; UNRESOLVABLE_FIELD
   * @throws {AppError} PLANNING_BUDGET_EXCEEDED, RATE_LIMITED, SERVICE_UNAVAILABLE
   */
  plan(operation: ValidOperation, asker: PlanningAsker): PreparedOperation | Promise<PreparedOperation>;
  /** Checks a request's variables against the operation, and gives them as `execute` wants them. @throws {RequestError} BAD_USER_INPUT */
  coerceVariables(operation: ValidOperation, variables: VariableValues | null): VariableValues;
  /** What it costs at most, for good variables. @throws {AppError} BAD_USER_INPUT when the schema requires a page size and there is none. */
  costOf(operation: ValidOperation, variables: VariableValues): number;
  /** What it was prepared from, and the schema on which that is valid. */
  sourceOf(operation: ValidOperation): OperationSource;
  /** Runs an operation that this generation has planned. What fails on the way stands in the answer. */
  execute(operation: PreparedOperation, variables: VariableValues, context: OperationContext): Promise<ExecutedOperation>;
}

export interface OperationEngine {
  /** The generation that new operations begin with. */
  current(): Generation;
}
