// What of a fetch goes with an operation that is a part of its own.
import type { FetchNode } from '@apollo/query-planner';
import { type OperationDefinitionNode, print, stripIgnoredCharacters, visit } from 'graphql';

/** The text of the operation, without the variables that it does not use, and what of the fetch belongs to those that it does. */
export function operationParts(
  fetch: FetchNode,
  operation: OperationDefinitionNode,
): Pick<FetchNode, 'operation' | 'variableUsages' | 'contextRewrites'> {
  const used = variablesIn(operation);
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
  return {
    operation: stripIgnoredCharacters(print({ ...operation, variableDefinitions })),
    ...(fetch.variableUsages && { variableUsages: fetch.variableUsages.filter((name) => used.has(name)) }),
    ...(fetch.contextRewrites && { contextRewrites: fetch.contextRewrites.filter(({ renameKeyTo }) => used.has(renameKeyTo)) }),
  };
}

/** Those that are used, not those that are only declared. */
function variablesIn({ directives = [], selectionSet }: OperationDefinitionNode): ReadonlySet<string> {
  const used = new Set<string>();
  for (const node of [selectionSet, ...directives]) visit(node, { Variable: ({ name }) => void used.add(name.value) });
  return used;
}
