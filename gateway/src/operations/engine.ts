// The executor as the pipeline uses it: validates, checks variables, plans, executes, and shapes what a client sees.
import type { Principal } from '@tributary/auth-kit';
import { AppError, type ErrorCode, errorCodes, isErrorCode } from '@tributary/errors';
import { OperationRefused, type PreparedOperation, type SendToSubgraph, type Supergraph, type ValidOperation } from '@tributary/executor';
import type { Logger } from '@tributary/logging';
import { type AuthorizationConfig, createUnmetBy, refusalCodeOf } from '../authorization/authorization.ts';
import type { OperationContext } from '../pipeline.ts';
import { answerOf } from './answer.ts';
import { refusingDeep } from './nesting.ts';
import type { Generation, OperationEngine, VariableValues } from './operation-engine.ts';
import { type Fault, RequestError } from './request-error.ts';
import { sharingExecutions } from './sharing.ts';

export interface EngineOptions {
  readonly supergraph: () => Supergraph;
  /** How a subgraph of a generation is asked. */
  readonly sender: (supergraph: Supergraph) => (context: OperationContext) => SendToSubgraph;
  readonly introspection: boolean;
  /** Null: who may have what is for the subgraphs alone to say. */
  readonly authorization: AuthorizationConfig | null;
  /** Refuses variables before they are coerced; null lets them pass. */
  readonly judgeVariables: (variables: VariableValues) => (Fault & { readonly code: ErrorCode }) | null;
  /** What operations of a generation cost, compiled once for each. */
  readonly costs: (supergraph: Supergraph) => (text: string, operationName: string | null) => (variables: VariableValues) => number;
  /** Whether identical queries of one caller that run at the same time are executed once. */
  readonly sharing: boolean;
  readonly logger: Logger;
}

export function createEngine(options: EngineOptions): OperationEngine {
  const { supergraph, sender, costs, sharing } = options;
  const generations = new WeakMap<Supergraph, Generation>();
  return {
    current() {
      const now = supergraph();
      const known = generations.get(now);
      if (known !== undefined) return known;
      const generation = createGeneration(now, { ...options, senderFor: sender(now), compileCost: costs(now) });
      const created = sharing ? sharingExecutions(generation) : generation;
      generations.set(now, created);
      return created;
    },
  };
}

const none: VariableValues = Object.freeze({});

interface GenerationOptions extends Pick<EngineOptions, 'introspection' | 'authorization' | 'judgeVariables' | 'logger'> {
  readonly senderFor: ReturnType<EngineOptions['sender']>;
  readonly compileCost: ReturnType<EngineOptions['costs']>;
}

function createGeneration(
  supergraph: Supergraph,
  { senderFor, compileCost, introspection, authorization, judgeVariables, logger }: GenerationOptions,
): Generation {
  const costs = new WeakMap<ValidOperation['given'], ReturnType<typeof compileCost>>();
  const allowed = (operation: ValidOperation): ValidOperation => {
    if (introspection || !operation.usesIntrospection) return operation;
    throw new RequestError('GRAPHQL_VALIDATION_FAILED', [{ message: 'GraphQL introspection is not allowed here.' }]);
  };
  const unmetBy = authorization === null ? () => undefined : createUnmetBy(supergraph.requirements, authorization.policies);
  const judged = (operation: PreparedOperation, principal: Principal): PreparedOperation => {
    if (operation.refused.length === 0 || authorization?.mode !== 'reject') return operation;
    const code = refusalCodeOf(principal);
    throw new RequestError(
      code,
      operation.refusedPaths().map((path) => ({ message: errorCodes[code].message, path })),
    );
  };
  return {
    validate(text, operationName, { principal, client }) {
      try {
        const valid = supergraph.validate(text, operationName, client, unmetBy(principal));
        return valid instanceof Promise ? valid.then(allowed, refuse) : allowed(valid);
      } catch (error) {
        return refuse(error);
      }
    },
    plan(operation, { principal, client }) {
      try {
        const prepared = supergraph.plan(operation as ValidOperation, client, unmetBy(principal)); // validated above
        return prepared instanceof Promise ? prepared.then((one) => judged(one, principal), refuse) : judged(prepared, principal);
      } catch (error) {
        return refuse(error);
      }
    },
    coerceVariables(operation, variables) {
      const given = variables ?? none;
      const excess = variables === null ? null : judgeVariables(variables);
      if (excess !== null) throw new RequestError(excess.code, [excess]);
      const faults = (operation as ValidOperation).variableFaults(given); // validated above
      if (faults.length > 0) throw new RequestError('BAD_USER_INPUT', faults);
      return given;
    },
    costOf(operation, variables) {
      const { given, name } = operation as ValidOperation; // validated above
      let cost = costs.get(given);
      if (cost === undefined) {
        cost = compileCost(given.text, name);
        costs.set(given, cost);
      }
      return cost(variables);
    },
    sourceOf(operation) {
      const { given } = operation as ValidOperation; // validated above
      return { ...given, schema: supergraph.schema };
    },
    async execute(operation, variables, context) {
      const prepared = operation as PreparedOperation; // planned above
      const send = senderFor(context);
      try {
        return answerOf(await supergraph.execute(prepared, variables, send), context, logger);
      } catch (error) {
        if (!(error instanceof RangeError)) return refuse(error);
        // An answer is nested too deeply for what walks trees. Whose it was is found by asking again: queries alone may be.
        if (prepared.kind !== 'query') throw error;
        return answerOf(await supergraph.execute(prepared, variables, refusingDeep(send)), context, logger);
      }
    },
  };
}

function refuse(error: unknown): never {
  if (!(error instanceof OperationRefused)) throw error;
  const code = error.faults[0]?.code;
  if (!isErrorCode(code)) throw error;
  if (code === 'OPERATION_RESOLUTION_FAILURE') throw new AppError(code, error.message);
  throw new RequestError(code, error.faults);
}
