// Required fields with arguments: the planner knows a field by its name alone, so each gets, per set of arguments, a hidden field of its own.
import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  Kind,
  type NameNode,
  print,
} from 'graphql';
import { mapFields, parseFieldSet, printFieldSet, type TypeOfField } from './field-sets.ts';
import { withInaccessible } from './linked-features.ts';
import { hiddenNameOf } from './response-names.ts';
import { argumentOf, type FieldsTypeNode, fieldOf, fieldsTypesOf, isFieldsType, typeOfFields } from './supergraph-document.ts';
import { withoutUnusedExternals } from './unused-externals.ts';

/** What a hidden field stands for: a field of the subgraphs, and its arguments as text (`currency: "USD"`). */
export interface HiddenField {
  readonly field: string;
  readonly arguments: string;
}

/** By the name of the hidden field, which no field of the schema has. */
export type HiddenFields = Readonly<Record<string, HiddenField>>;

/**
 * The supergraph in which no `@requires` names arguments, and what its new fields stand for. `@requires(fields: "price(currency: \"USD\")")`
 * becomes `@requires(fields: "_required0_price")`, and each subgraph that has `price` has `_required0_price`, invisible for clients.
 */
export function withHiddenFields(document: DocumentNode): { readonly document: DocumentNode; readonly hidden: HiddenFields } {
  const types = fieldsTypesOf(document);
  const registry = createRegistry(types);
  const typeOf = typeOfFields(types);
  const definitions = document.definitions.map((definition) =>
    isFieldsType(definition) ? withPlainRequirements(definition, typeOf, registry) : definition,
  );
  if (Object.keys(registry.hidden).length === 0) return { document, hidden: {} };
  const accessible = withInaccessible({ ...document, definitions });
  const additions = definitions.map((definition) => (isFieldsType(definition) ? registry.fieldsFor(definition, accessible.name) : []));
  const completed = accessible.document.definitions.map((definition, index) => withFields(definition, additions[index]));
  const { hidden } = registry;
  return { hidden, document: withoutUnusedExternals({ ...accessible.document, definitions: completed }, new Set(Object.keys(hidden))) };
}

interface Registry {
  readonly hidden: Record<string, HiddenField>;
  /** The field without arguments that stands for this one. */
  hide(field: FieldNode, typeName: string): FieldNode;
  /** The hidden fields that a type needs. */
  fieldsFor(type: FieldsTypeNode, inaccessible: string): readonly FieldDefinitionNode[];
}

function createRegistry(types: ReadonlyMap<string, FieldsTypeNode>): Registry {
  const taken = new Set([...types.values()].flatMap(({ fields = [] }) => fields.map(({ name }) => name.value)));
  const hidden: Record<string, HiddenField> = Object.create(null);
  const names = new Map<string, string>();
  const selected = new Map<string, Set<string>>(); // names of hidden fields by the type that they are selected on
  const nameFor = (field: string, argumentsText: string): string => {
    const key = `${field}(${argumentsText})`;
    const known = names.get(key);
    if (known !== undefined) return known;
    let number = names.size;
    while (taken.has(hiddenNameOf(field, number))) number += 1;
    const name = hiddenNameOf(field, number);
    taken.add(name);
    names.set(key, name);
    hidden[name] = { field, arguments: argumentsText };
    return name;
  };
  return {
    hidden,
    hide(field, typeName) {
      if ((field.arguments ?? []).length === 0) return field;
      const name = nameFor(field.name.value, argumentsText(field));
      const onType = selected.get(typeName) ?? new Set();
      selected.set(typeName, onType.add(name));
      return { ...field, name: nameNode(name), arguments: [] };
    },
    fieldsFor(type, inaccessible) {
      const needed = [type.name, ...(type.interfaces ?? []).map(({ name }) => name)].flatMap(({ value }) => [
        ...(selected.get(value) ?? []),
      ]);
      return [...new Set(needed)].flatMap((name) => {
        const original = fieldOf(type, hidden[name]?.field ?? '');
        return original === undefined ? [] : [hiddenCopy(original, name, inaccessible)];
      });
    },
  };
}

/** Arguments in one order, so that the same ones give the same text. */
const argumentsText = ({ arguments: given = [] }: FieldNode): string =>
  given
    .map((argument) => print(argument).replace(/\s*\n\s*/g, ' '))
    .sort()
    .join(', ');

function hiddenCopy(field: FieldDefinitionNode, name: string, inaccessible: string): FieldDefinitionNode {
  const kept = (field.directives ?? []).filter((directive) => directive.name.value === 'join__field');
  const hide: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: nameNode(inaccessible) };
  return { kind: Kind.FIELD_DEFINITION, name: nameNode(name), type: field.type, directives: [...kept, hide] };
}

function withFields(definition: DefinitionNode, additions: readonly FieldDefinitionNode[] = []): DefinitionNode {
  if (additions.length === 0 || !isFieldsType(definition)) return definition;
  // Its copies are of the fields as they are now: a required field may itself require one with arguments.
  return { ...definition, fields: [...(definition.fields ?? []), ...additions] };
}

function withPlainRequirements(type: FieldsTypeNode, typeOf: TypeOfField, registry: Registry): FieldsTypeNode {
  const plain = (argument: ConstArgumentNode): ConstArgumentNode => {
    if (argument.name.value !== 'requires' || argument.value.kind !== Kind.STRING) return argument;
    const set = mapFields(parseFieldSet(argument.value.value), type.name.value, typeOf, registry.hide);
    return { ...argument, value: { kind: Kind.STRING, value: printFieldSet(set) } };
  };
  const fields = (type.fields ?? []).map((field) => {
    const needsNone = (field.directives ?? []).every((directive) => !argumentOf(directive, 'requires')?.includes('('));
    if (needsNone) return field;
    const directives = (field.directives ?? []).map((directive) =>
      directive.name.value === 'join__field' ? { ...directive, arguments: (directive.arguments ?? []).map(plain) } : directive,
    );
    return { ...field, directives };
  });
  return { ...type, fields };
}

const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value });
