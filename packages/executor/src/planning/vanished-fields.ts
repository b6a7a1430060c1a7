// Objects below the root that the planner left out because nothing selected of them can be had: they are asked for all the same.
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fragmentsOf, type SelectionTree } from '../prepare/selection-tree.ts';
import { guardsOf } from './guards.ts';

/**
 * The document with `__typename` selected of each object that the plan forgot: its subgraph then says whether it is null, or fails. Null
 * when none is forgotten. Root fields are left alone (`check-plan.ts`).
 */
export function withVanishedAsked(
  tree: SelectionTree,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): DocumentNode | null {
  const vanished = vanishedFieldsOf(tree, document, operation, schema);
  if (vanished.size === 0) return null;
  const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
  return visit(document, {
    Field(field) {
      if (!vanished.has(field) || field.selectionSet === undefined) return undefined;
      return { ...field, selectionSet: { ...field.selectionSet, selections: [typename, ...field.selectionSet.selections] } };
    },
  });
}

function vanishedFieldsOf(
  tree: SelectionTree,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): ReadonlySet<FieldNode> {
  const fragments = fragmentsOf(document);
  const vanished = new Set<FieldNode>();
  const walk = (set: SelectionSetNode, type: GraphQLCompositeType, fetched: SelectionTree | undefined, depth: number): void => {
    for (const selection of set.selections) {
      if (guardsOf(selection, []) === null) continue;
      if (selection.kind === Kind.FIELD) {
        const below = compositeTypeOf(selection, type);
        if (below === null || selection.selectionSet === undefined) continue;
        const found = fetched?.get((selection.alias ?? selection.name).value);
        if (found === undefined && depth > 0) vanished.add(selection);
        walk(selection.selectionSet, below, found, depth + 1);
        continue;
      }
      const part = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (part === undefined || !appliesAlways(part.typeCondition?.name.value, type, schema)) continue;
      walk(part.selectionSet, type, fetched, depth);
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root) walk(operation.selectionSet, root, tree, 0);
  return vanished;
}

/** The type of the objects of a field; null for a leaf. */
function compositeTypeOf({ name }: FieldNode, parent: GraphQLCompositeType): GraphQLCompositeType | null {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name.value] : undefined;
  const type = field === undefined ? undefined : getNamedType(field.type);
  return isCompositeType(type) ? type : null;
}

/** Whether the condition holds for all objects of the type. What is selected of some only may well be left out where there are none. */
function appliesAlways(condition: string | undefined, type: GraphQLCompositeType, schema: GraphQLSchema): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wider = schema.getType(condition);
  return isAbstractType(wider) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wider, type);
}
