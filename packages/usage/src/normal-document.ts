// A document without anything that a person has entered: equal for all who ask alike.
import {
  type DocumentNode,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  Kind,
  type ListValueNode,
  type ObjectValueNode,
  print,
  TypeInfo,
  type ValueNode,
  type VariableNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * What is left is the schema's or the program's: fields, names of enum values and input fields, of variables, fragments and the operation. Scalars
 * are empty values of their kind (`""`, `0`), aliases are numbered, equal items of a list stand once. The document is valid wherever it was.
 * @param document valid on the schema.
 */
export function normalDocument(schema: GraphQLSchema, document: DocumentNode): string {
  const types = new TypeInfo(schema);
  const aliases = new Map<string, string>();
  const normal: DocumentNode = visit(
    document,
    visitWithTypeInfo(types, {
      Field({ alias, ...field }) {
        if (alias === undefined) return undefined;
        const name = aliases.get(alias.value) ?? `_${aliases.size}`;
        aliases.set(alias.value, name);
        return { ...field, alias: { ...alias, value: name } };
      },
      // They say which fields are selected, not what is asked about them.
      Directive: ({ name }) => (name.value === 'skip' || name.value === 'include' ? false : undefined),
      Argument: (argument) => ({ ...argument, value: normalValue(types.getInputType(), argument.value) }),
      VariableDefinition: (definition) =>
        definition.defaultValue && { ...definition, defaultValue: normalValue(types.getInputType(), definition.defaultValue) },
    }),
  );
  return print(normal);
}

function normalValue(type: GraphQLInputType | null | undefined, value: ValueNode): ValueNode {
  if (value.kind === Kind.VARIABLE || value.kind === Kind.NULL) return value;
  const given = type == null ? null : getNullableType(type);
  if (isListType(given)) return value.kind === Kind.LIST ? normalList(given.ofType, value) : normalValue(given.ofType, value);
  if (isInputObjectType(given) && value.kind === Kind.OBJECT) return normalObject(given, value);
  return isEnumType(given) ? value : emptied(value);
}

function normalList(itemType: GraphQLInputType, list: ListValueNode): ListValueNode {
  const items = list.values.map((item) => normalValue(itemType, item));
  return { ...list, values: [...new Map(items.map((item) => [print(item), item])).values()] };
}

function normalObject(type: GraphQLInputObjectType, object: ObjectValueNode): ObjectValueNode {
  const fields = object.fields.map((field) => ({ ...field, value: normalValue(type.getFields()[field.name.value]?.type, field.value) }));
  return { ...object, fields: fields.toSorted((one, other) => (one.name.value < other.name.value ? -1 : 1)) };
}

/** Of a scalar. What a scalar of the schema's own takes may have any form, and keys and words in it are values too. */
function emptied(value: ValueNode): ValueNode {
  if (value.kind === Kind.INT) return { ...value, value: '0' };
  if (value.kind === Kind.FLOAT) return { ...value, value: '0.0' };
  if (value.kind === Kind.BOOLEAN) return { ...value, value: false };
  if (value.kind !== Kind.LIST && value.kind !== Kind.OBJECT) return { kind: Kind.STRING, value: '' };
  // A variable that is defined has to be used.
  const fields = variablesIn(value).map((variable, index) => ({
    kind: Kind.OBJECT_FIELD as const,
    name: { kind: Kind.NAME as const, value: `_${index}` },
    value: variable,
  }));
  return { kind: Kind.OBJECT, fields };
}

function variablesIn(value: ValueNode): readonly VariableNode[] {
  const found = new Map<string, VariableNode>();
  visit(value, { Variable: (variable) => void found.set(variable.name.value, variable) });
  return [...found.values()];
}
