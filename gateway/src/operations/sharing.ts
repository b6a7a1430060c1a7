// Identical queries of one caller that run at the same time are executed once.
import type { Principal } from '@tributary/auth-kit';
import type { OperationContext } from '../pipeline.ts';
import type { ExecutedOperation, Generation, PreparedOperation, VariableValues } from './operation-engine.ts';

/**
 * The same generation, whose callers share an execution that has begun and not ended. The key holds everything that can change an answer: operation, variables,
 * principal and forwarded headers. The correlation id is the first caller's in logs and errors.
 */
export function sharingExecutions(generation: Generation): Generation {
  const running = new WeakMap<PreparedOperation, Map<string, Promise<ExecutedOperation>>>();
  return {
    ...generation,
    execute(operation, variables, context) {
      if (operation.kind !== 'query') return generation.execute(operation, variables, context);
      let ofOperation = running.get(operation);
      if (ofOperation === undefined) {
        ofOperation = new Map();
        running.set(operation, ofOperation);
      }
      const key = keyOf(variables, context);
      if (key === null) return generation.execute(operation, variables, context);
      const shared = ofOperation.get(key);
      if (shared !== undefined) return shared;
      const executions = ofOperation;
      const execution = generation.execute(operation, variables, context).then(inBytes);
      executions.set(key, execution);
      const forget = () => void executions.delete(key);
      execution.then(forget, forget);
      return execution;
    },
  };
}

const inBytes = (executed: ExecutedOperation): ExecutedOperation => ({ ...executed, bytes: Buffer.from(executed.text) });

const identities = new WeakMap<Principal, string>();

/** Null for variables that are nested too deeply to be written. */
function keyOf(variables: VariableValues, { principal, forwarded }: OperationContext): string | null {
  let identity = identities.get(principal);
  if (identity === undefined) {
    identity = JSON.stringify(principal);
    identities.set(principal, identity);
  }
  try {
    return `${identity}\n${forwarded.length === 0 ? '' : JSON.stringify(forwarded)}\n${JSON.stringify(variables)}`;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
