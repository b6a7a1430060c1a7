// A supergraph's syntax tree, read by name: its types, their fields, and what its directives say.
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type NamedTypeNode,
  type ObjectTypeDefinitionNode,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
  type TypeNode,
} from 'graphql';
import type { TypeOfField } from './field-sets.ts';

export type FieldsTypeNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export const isFieldsType = (definition: DefinitionNode): definition is FieldsTypeNode =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;

export const isSchema = (definition: DefinitionNode): definition is SchemaDefinitionNode | SchemaExtensionNode =>
  definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION;

/** Object and interface types by name. */
export const fieldsTypesOf = (document: DocumentNode): ReadonlyMap<string, FieldsTypeNode> =>
  new Map(document.definitions.filter(isFieldsType).map((type) => [type.name.value, type]));

export function typeOfFields(types: ReadonlyMap<string, FieldsTypeNode>): TypeOfField {
  return (typeName, fieldName) => {
    const field = fieldOf(types.get(typeName), fieldName);
    return field === undefined ? undefined : namedType(field.type);
  };
}

export const fieldOf = (type: FieldsTypeNode | undefined, name: string): FieldDefinitionNode | undefined =>
  type?.fields?.find((field) => field.name.value === name);

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

/** The text of a string, an enum value or `true`/`false`; undefined when the argument is missing or of another kind. */
export function argumentOf(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  if (value?.kind === Kind.STRING || value?.kind === Kind.ENUM) return value.value;
  return value?.kind === Kind.BOOLEAN ? String(value.value) : undefined;
}

export const directivesNamed = (
  node: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): readonly ConstDirectiveNode[] => (node.directives ?? []).filter((directive) => directive.name.value === name);

/** Names of the types that an object of an interface or union may have, by its name. */
export type PossibleTypes = Readonly<Record<string, readonly string[]>>;

/**
 * Object types of each interface and union, those that clients do not see included; and interfaces of each interface, for the subgraphs that
 * know the object only as one.
 */
export function possibleTypesOf({ definitions }: DocumentNode): PossibleTypes {
  const possible = new Map<string, string[]>();
  for (const definition of definitions) {
    const { kind } = definition;
    if (kind === Kind.INTERFACE_TYPE_DEFINITION) possible.set(definition.name.value, []);
    if (kind === Kind.UNION_TYPE_DEFINITION) possible.set(definition.name.value, namesOf(definition.types));
  }
  for (const type of definitions.filter(isFieldsType)) {
    for (const implemented of namesOf(type.interfaces)) possible.get(implemented)?.push(type.name.value);
  }
  return Object.fromEntries(possible);
}

const namesOf = (types: readonly NamedTypeNode[] = []): string[] => types.map(({ name }) => name.value);
