// Selections that stand as text in directives of a supergraph: keys, requirements, contexts.
import { type FieldNode, Kind, parse, print, type SelectionSetNode } from 'graphql';

/** The selection that a field set means: `id owner { id }`, with or without braces around it. @throws {GraphQLError} on any other text. */
export function parseFieldSet(text: string): SelectionSetNode {
  const trimmed = text.trim();
  const [definition] = parse(trimmed.startsWith('{') ? trimmed : `{ ${trimmed} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${text}" is no field set.`);
  return definition.selectionSet;
}

/** The text of a field set, without braces. */
export const printFieldSet = ({ selections }: SelectionSetNode): string =>
  selections.map((selection) => print(selection).replace(/\s*\n\s*/g, ' ')).join(' ');

/** The type of a field, lists and non-null taken away; undefined where there is none. */
export type TypeOfField = (typeName: string, fieldName: string) => string | undefined;

/**
 * The same selection with fields replaced by what `replace` makes of them; it is told the type that each is selected on. Fields below are
 * replaced first.
 */
export function mapFields(
  set: SelectionSetNode,
  typeName: string,
  typeOf: TypeOfField,
  replace: (field: FieldNode, typeName: string) => FieldNode,
): SelectionSetNode {
  const selections = set.selections.map((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection; // a field set has no fragments of its own
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value ?? typeName;
      return { ...selection, selectionSet: mapFields(selection.selectionSet, condition, typeOf, replace) };
    }
    if (selection.selectionSet === undefined) return replace(selection, typeName);
    const below = typeOf(typeName, selection.name.value);
    if (below === undefined) return replace(selection, typeName);
    return replace({ ...selection, selectionSet: mapFields(selection.selectionSet, below, typeOf, replace) }, typeName);
  });
  return { kind: Kind.SELECTION_SET, selections };
}

/** Tells `visit` each field of a selection with the type that it is selected on. */
export function eachField(
  set: SelectionSetNode,
  typeName: string,
  typeOf: TypeOfField,
  visit: (field: FieldNode, typeName: string) => void,
): void {
  mapFields(set, typeName, typeOf, (field, parent) => {
    visit(field, parent);
    return field;
  });
}
