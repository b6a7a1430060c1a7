// A planned operation -> its blueprint.
import type { QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, print, visit } from 'graphql';
import type { Blueprint, ConditionVariable, DeferredBlueprint } from './blueprint.ts';
import { type FlatPlan, flattenPlan } from './flatten-plan.ts';
import { outlineOf } from './plan-outline.ts';
import { type PreparedRequests, prepareRequests } from './prepare-requests.ts';
import { projectCode } from './project-code.ts';
import type { PossibleTypes } from './represent-code.ts';
import { fragmentsOf } from './selection-tree.ts';

export interface BlueprintRequest {
  readonly plan: QueryPlan;
  /** The document as it was planned, and the operation of it. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** What clients see of the graph. */
  readonly schema: GraphQLSchema;
  readonly possibleTypes: PossibleTypes;
  /** The response name that a client sees for the one in the document. */
  readonly responseNameOf: (name: string) => string;
  readonly mode: 'text' | 'object';
  /** Subgraphs whose fetches are never joined in one request. */
  readonly separate: ReadonlySet<string>;
}

export function prepareBlueprint(request: BlueprintRequest): Blueprint {
  const { plan, document, operation, schema, responseNameOf, mode } = request;
  const flat = flattenPlan(plan);
  const prepared = prepareRequests(flat.fetches, request);
  const conditions = conditionsOf(document, operation);
  const fragments = fragmentsOf(document);
  const names = conditions.map(({ name }) => name);
  return {
    operation: operation.operation,
    operationName: operation.name?.value ?? null,
    requests: prepared.requests,
    places: prepared.places,
    usesContext: flat.fetches.some(({ node }) => (node.contextRewrites ?? []).length > 0),
    sets: prepared.sets,
    conditions,
    projection: flat.defers.length > 0 ? null : projectCode({ schema, operation, fragments, responseNameOf, mode, conditions: names }),
    deferred: deferredOf(flat, prepared),
    outline: flat.fetches.length === 0 || flat.defers.length > 0 ? null : JSON.stringify(outlineOf(plan)),
    document: print({ ...document, definitions: [operation, ...fragments.values()] }),
    usesIntrospection: usesIntrospection(document),
    renamed: isRenamed(document, responseNameOf),
  };
}

const conditional: ReadonlySet<string> = new Set(['skip', 'include', 'defer']);

/** Variables of `@skip`, `@include` and `@defer`, each once. */
function conditionsOf(document: DocumentNode, { variableDefinitions = [] }: OperationDefinitionNode): readonly ConditionVariable[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      const value = given.find((argument) => argument.name.value === 'if')?.value;
      if (conditional.has(name.value) && value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].map((name) => {
    const value = variableDefinitions.find(({ variable }) => variable.name.value === name)?.defaultValue;
    return { name, default: value?.kind === Kind.BOOLEAN ? value.value : null };
  });
}

function deferredOf({ defers, fetches }: FlatPlan, { requestOfFetch }: PreparedRequests): readonly DeferredBlueprint[] {
  return defers.map(({ path, label, subselection, guards, dependsOn, parent }, index) => {
    const waitsFor = fetches.flatMap(({ node, deferred }, fetch) =>
      deferred === index || (node.id !== undefined && dependsOn.includes(node.id)) ? [requestOfFetch[fetch] ?? 0] : [],
    );
    return { path, label, subselection, guards, parent, waitsFor: [...new Set(waitsFor)] };
  });
}

/** Whether any of a document asks for `__schema` or `__type`. */
export function usesIntrospection(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      found ||= name.value === '__schema' || name.value === '__type';
    },
  });
  return found;
}

function isRenamed(document: DocumentNode, responseNameOf: (name: string) => string): boolean {
  let found = false;
  visit(document, {
    Field({ alias }) {
      found ||= alias !== undefined && responseNameOf(alias.value) !== alias.value;
    },
  });
  return found;
}
