// Plans and costs of operations on one supergraph, as the gateway would have them.
import { type LoadedSupergraph, loadPlanner, type PlanResult, planOperation } from '@tributary/executor/planning';
import { createCostCompiler, type OperationCost } from '@tributary/static-cost';
import { Kind, type OperationDefinitionNode, type TypeNode } from 'graphql';
import type { JudgedPlan } from './plan-differences.ts';
import { outlineOf } from './plan-outline.ts';

export type Judged = ({ readonly kind: 'planned' } & JudgedPlan) | { readonly kind: 'refused'; readonly reason: string };

/** Of a list of which the schema says nothing, and of page sizes in variables. */
const listSize = 10;

/** Loads a planner, which takes its time and much memory: both go when the function does. @throws {Error} when the text is no supergraph. */
export function planJudge(supergraph: string): (document: string, operation: OperationDefinitionNode) => Judged {
  const loaded = loadPlanner(supergraph);
  const compileCost = createCostCompiler(listSize)({ schema: loaded.apiSchema, costs: loaded.costs });
  return (text, operation) => {
    const operationName = operation.name?.value ?? null;
    const planned = planOrFailure(loaded, text, operationName);
    if (planned.kind === 'failed') return { kind: 'refused', reason: planned.reason };
    if (planned.kind === 'invalid') return { kind: 'refused', reason: planned.errors.map(({ message }) => message).join(' ') };
    return { kind: 'planned', outline: outlineOf(planned.plan), cost: costOf(compileCost(text, operationName), operation) };
  };
}

type Failure = { readonly kind: 'failed'; readonly reason: string };

function planOrFailure(loaded: LoadedSupergraph, text: string, operationName: string | null): PlanResult | Failure {
  try {
    return planOperation(loaded, { text, operationName });
  } catch (error) {
    // A fault of the planner's is one operation's, not the check's.
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The higher of two: with every condition true, and with none. */
function costOf(cost: OperationCost, operation: OperationDefinitionNode): number | null {
  try {
    return Math.max(cost(variablesOf(operation, true)), cost(variablesOf(operation, false)));
  } catch {
    // A page size within an object, or several where there must be one.
    return null;
  }
}

function variablesOf({ variableDefinitions = [] }: OperationDefinitionNode, condition: boolean): Readonly<Record<string, unknown>> {
  const values = variableDefinitions.flatMap(({ variable: { name }, type, defaultValue }): readonly (readonly [string, unknown])[] => {
    if (nameOf(type) === 'Boolean') return [[name.value, condition]];
    // A page has the size that the operation says, if it does.
    return nameOf(type) === 'Int' && defaultValue === undefined ? [[name.value, listSize]] : [];
  });
  return Object.fromEntries(values);
}

/** Null for lists. */
function nameOf(type: TypeNode): string | null {
  if (type.kind === Kind.NAMED_TYPE) return type.name.value;
  return type.kind === Kind.NON_NULL_TYPE ? nameOf(type.type) : null;
}
