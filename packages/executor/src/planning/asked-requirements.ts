// Writes into an operation what its fields require, so that it can be planned without requirements.
import { type DirectiveNode, type DocumentNode, type FieldNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import { namedType, rootTypes, typename } from './asked-fields.ts';
import type { SubgraphFields } from './subgraph-fields.ts';
import type { PossibleTypes } from './supergraph-document.ts';

/**
 * The document in which, beside each field that requires others in some subgraph, stand these others and a key of that subgraph, under the
 * same conditions. What is required by what is required stands there too.
 */
export function withRequirementsAsked(document: DocumentNode, fields: SubgraphFields, possibleTypes: PossibleTypes): DocumentNode {
  const walk: Walk = { fields, related: relatedTypes(possibleTypes) };
  const definitions = document.definitions.map((definition) => {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      return { ...definition, selectionSet: completed(definition.selectionSet, definition.typeCondition.name.value, walk, []) };
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    return { ...definition, selectionSet: completed(definition.selectionSet, rootTypes[definition.operation], walk, []) };
  });
  return { ...document, definitions };
}

interface Walk {
  readonly fields: SubgraphFields;
  /** Types that objects of a type may have or be known by, itself included. */
  readonly related: (typeName: string) => readonly string[];
}

/** `within`: the fields, as "Type.field", in whose requirements it stands. */
function completed(set: SelectionSetNode, typeName: string, walk: Walk, within: readonly string[]): SelectionSetNode {
  const selections = set.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value ?? typeName;
      return [{ ...selection, selectionSet: completed(selection.selectionSet, condition, walk, within) }];
    }
    const type = walk.fields.typeOf(typeName, selection.name.value);
    const field =
      selection.selectionSet === undefined || type === undefined
        ? selection
        : { ...selection, selectionSet: completed(selection.selectionSet, namedType(type), walk, within) };
    return [...requiredBy(selection, typeName, walk, within), field];
  });
  return { ...set, selections };
}

function requiredBy(
  { name, directives = [] }: FieldNode,
  typeName: string,
  walk: Walk,
  within: readonly string[],
): readonly SelectionNode[] {
  const { fields, related } = walk;
  return related(typeName).flatMap((type) => {
    const coordinate = `${type}.${name.value}`;
    if (within.includes(coordinate)) return [];
    return fields.requirementsOf(type, name.value).map(({ subgraph, selectionSet }) => {
      const [key] = fields.keysOf(subgraph, type);
      const { selections } = completed(selectionSet, type, walk, [...within, coordinate]);
      return fragmentOn(type, [typename, ...(key?.selections ?? []), ...selections], directives.filter(isCondition));
    });
  });
}

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';

const fragmentOn = (type: string, selections: readonly SelectionNode[], directives: readonly DirectiveNode[]): SelectionNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
  directives,
  selectionSet: { kind: Kind.SELECTION_SET, selections },
});

function relatedTypes(possibleTypes: PossibleTypes): Walk['related'] {
  return (typeName) => {
    const wider = Object.keys(possibleTypes).filter((abstract) => possibleTypes[abstract]?.includes(typeName));
    return [typeName, ...(possibleTypes[typeName] ?? []), ...wider];
  };
}
