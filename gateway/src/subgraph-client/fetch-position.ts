// Where a fetch of the plan puts its answer in the result of the operation.
import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';

export interface FetchPosition {
  /** Response names from the root to the objects that the fetch completes; "@" stands for each item of a list. */
  readonly parents: readonly (string | number)[];
  /** Response names that it gives them. */
  readonly fields: readonly string[];
}

export function fetchPositionOf(options: GraphQLDataSourceProcessOptions): FetchPosition {
  const parents = 'pathInIncomingRequest' in options ? (options.pathInIncomingRequest ?? []) : [];
  return { parents, fields: responseNamesOf(options.request.query ?? '') };
}

/** Those of the root, or of the entities. */
function responseNamesOf(query: string): string[] {
  const { definitions } = parse(query); // written by the query planner
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return operation === undefined ? [] : namesIn(operation.selectionSet, new Map(fragments.map((one) => [one.name.value, one])));
}

function namesIn(selectionSet: SelectionSetNode | undefined, fragments: ReadonlyMap<string, FragmentDefinitionNode>): string[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return namesIn(selection.selectionSet, fragments);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return namesIn(fragments.get(selection.name.value)?.selectionSet, fragments);
    if (selection.name.value === '_entities') return namesIn(selection.selectionSet, fragments);
    return [selection.alias?.value ?? selection.name.value];
  });
}
