// Runs a prepared operation and gives the response's parts.
import type { GraphQLSchema } from 'graphql';
import { completeRefused, type Path } from './authorization/complete-refused.ts';
import { type Completed, type CompletionFault, type CompletionRequest, completeResponse } from './complete/complete-response.ts';
import { executePlan } from './execute/execute-plan.ts';
import type { FetchFault, FieldFault } from './execute/faults.ts';
import { Deopt } from './execute/projection-library.ts';
import type { IsOfType } from './execute/rewrites.ts';
import { createRun, type Run, type Send, type Variables } from './execute/run.ts';
import { responseNameOf } from './planning/response-names.ts';
import { fragmentsOf } from './prepare/selection-tree.ts';
import type { PreparedOperation } from './prepared-operation.ts';

export interface Surroundings {
  readonly schema: GraphQLSchema;
  readonly isOfType: IsOfType;
}

export interface Execution {
  /** The response's data: JSON text or a plain object, as the supergraph was loaded for. */
  readonly data: unknown;
  /** The run that gave it. */
  readonly run: Run;
  /** What subgraphs said or failed to say. */
  readonly faults: readonly (FieldFault | FetchFault)[];
  /** Values that do not fit the schema, which are null in the data. */
  readonly completion: readonly CompletionFault[];
  /** Where the caller may not have a field, which is null in the data. */
  readonly refusals: readonly Path[];
  /** The data as an object, whatever `data` is; made when asked for. */
  completed(): Completed;
}

/** Does the last step, when everything is there that will come; for whoever measures. */
export type Finish = (work: () => Execution) => Execution;

/** The variables must be good (`variableFaults`). It rejects only for a fault of ours. */
export async function executeOperation(
  operation: PreparedOperation,
  variables: Variables,
  send: Send,
  surroundings: Surroundings,
  mode: 'text' | 'object',
  finish: Finish = (work) => work(),
): Promise<Execution> {
  const run = createRun(operation.plan, variables, send, surroundings.isOfType);
  await executePlan(run);
  return finish(() => executionOf(run, operation, surroundings, mode));
}

export function executionOf(run: Run, operation: PreparedOperation, surroundings: Surroundings, mode: 'text' | 'object'): Execution {
  if (operation.refused.length > 0) return refusedExecution(run, operation, surroundings, mode);
  let made: Completed | null = null;
  const completed = () => {
    made ??= complete(run, operation, surroundings);
    return made;
  };
  const { project } = operation.plan;
  if (project !== null) {
    try {
      const data = (run.plain ? project.plain : project.careful)(run.data, run.conditions, operation.introspection(run.variables));
      return { data, run, faults: run.faults, completion: [], refusals: [], completed };
    } catch (error) {
      if (!(error instanceof Deopt)) throw error;
    }
  }
  const { data, faults } = completed();
  return { data: mode === 'text' ? JSON.stringify(data) : data, run, faults: run.faults, completion: faults, refusals: [], completed };
}

function refusedExecution(run: Run, operation: PreparedOperation, { schema }: Surroundings, mode: 'text' | 'object'): Execution {
  const { data, refusals, faults } = completeRefused({
    schema,
    document: operation.sent().document,
    operationName: operation.name,
    variables: run.variables,
    data: run.data,
    refused: operation.refusedFields(),
    nameInData: operation.nameInData,
  });
  const completed = () => ({ data, faults });
  return { data: mode === 'text' ? JSON.stringify(data) : data, run, faults: run.faults, completion: faults, refusals, completed };
}

function complete(run: Run, operation: PreparedOperation, surroundings: Surroundings): Completed {
  return completeResponse(completionOf(run, operation, surroundings));
}

/** What completion by the letter needs. */
export function completionOf(run: Run, operation: PreparedOperation, { schema }: Surroundings): CompletionRequest {
  const { document, operation: definition } = operation.planned();
  return {
    schema,
    operation: definition,
    fragments: fragmentsOf(document),
    conditions: new Map(run.plan.conditions.map(({ name }, index) => [name, run.conditions[index] ?? false])),
    data: run.data,
    introspection: operation.introspection(run.variables),
    responseNameOf: run.plan.renamed ? responseNameOf : (name) => name,
  };
}
