// Answers `__schema` and `__type` from the API schema.
import {
  type DocumentNode,
  executeSync,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fragmentsOf } from './prepare/selection-tree.ts';

export interface Introspection {
  /** The introspection part of an operation alone. */
  readonly document: DocumentNode;
  readonly usesVariables: boolean;
}

/** What of an operation's root is introspection. */
export function introspectionOf(document: DocumentNode, operation: OperationDefinitionNode): Introspection {
  const fragments = fragmentsOf(document);
  const root = { ...operation, selectionSet: introspectionIn(operation.selectionSet, fragments) };
  let usesVariables = false;
  const watch = {
    Variable() {
      usesVariables = true;
    },
  };
  visit(root.selectionSet, watch);
  for (const fragment of fragments.values()) visit(fragment.selectionSet, watch);
  return { document: { kind: Kind.DOCUMENT, definitions: [root, ...fragments.values()] }, usesVariables };
}

/**
 * By response name. A part that graphql-js cannot tell (a default value of a custom scalar that is an object) is null.
 * @throws {GraphQLError} when the schema cannot be told at all, which a valid operation never meets.
 */
export function introspect(
  schema: GraphQLSchema,
  { document }: Introspection,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { data, errors } = executeSync({ schema, document, variableValues: variables, rootValue: {} });
  if (data == null && errors?.[0] !== undefined) throw errors[0];
  return data ?? {};
}

/** Root fragments are written out, so that those that other parts spread stay as they are. */
function introspectionIn({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): SelectionSetNode {
  const kept = selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return ['__schema', '__type'].includes(selection.name.value) ? [selection] : [];
    const part = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (part === undefined) return [];
    const selectionSet = introspectionIn(part.selectionSet, fragments);
    if (selectionSet.selections.length === 0) return [];
    return [{ kind: Kind.INLINE_FRAGMENT, directives: selection.directives ?? [], selectionSet }];
  });
  return { kind: Kind.SELECTION_SET, selections: kept };
}
