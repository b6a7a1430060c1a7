// Directives of federation as they are applied to one schema element.
import { type ConstDirectiveNode, Kind, parse, print } from 'graphql';

export type Applied = readonly ConstDirectiveNode[];

/** The directive of a linked specification may stand under its full name. */
export const nameOf = ({ name }: ConstDirectiveNode): string => name.value.replace(/^federation__/, '');
export const named = (applied: Applied, name: string): Applied => applied.filter((directive) => nameOf(directive) === name);

export function argumentOf(directive: ConstDirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  if (value === undefined) return null;
  return value.kind === Kind.STRING ? value.value : print(value);
}

/** Fields -> whether the subgraph finds the entity by them. */
export const keysOf = (applied: Applied): ReadonlyMap<string, boolean> =>
  new Map(named(applied, 'key').map((key) => [normalized(argumentOf(key, 'fields')), argumentOf(key, 'resolvable') !== 'false']));

/** A field set in one spelling, whatever its order and spaces. */
function normalized(fields: string | null): string {
  try {
    const [definition] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) return String(fields);
    return definition.selectionSet.selections
      .map((selection) => print(selection).replace(/\s+/g, ' '))
      .toSorted()
      .join(' ');
  } catch {
    // Composition tells what is wrong with it.
    return String(fields);
  }
}
