// Where in its response an operation has which fields.
import {
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** Path of response names -> coordinates. A path has several where fragments on several types give it. @param document valid on the schema. */
export function selectedPaths(
  schema: GraphQLSchema,
  { definitions }: DocumentNode,
  operation: OperationDefinitionNode,
): ReadonlyMap<string, ReadonlySet<string>> {
  const fragments = new Map(definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])));
  const paths = new Map<string, Set<string>>();
  const walk = ({ selections }: SelectionSetNode, type: GraphQLCompositeType, path: string): void => {
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const condition = schema.getType(fragment?.typeCondition?.name.value ?? type.name);
        if (fragment !== undefined && isCompositeType(condition)) walk(fragment.selectionSet, condition, path);
        continue;
      }
      const field = 'getFields' in type ? type.getFields()[selection.name.value] : undefined;
      // `__typename` and introspection.
      if (field === undefined) continue;
      const name = (selection.alias ?? selection.name).value;
      const here = path === '' ? name : `${path}.${name}`;
      paths.set(here, (paths.get(here) ?? new Set()).add(`${type.name}.${field.name}`));
      const below = getNamedType(field.type);
      if (selection.selectionSet !== undefined && isCompositeType(below)) walk(selection.selectionSet, below, here);
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root) walk(operation.selectionSet, root, '');
  return paths;
}
