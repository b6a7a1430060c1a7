// What the SDL of the subgraphs says, asked by type and field: the world, the resolvers and the faults stand on it.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
  visit,
} from 'graphql';
import type { SubgraphSdls } from './generate-supergraph.ts';

export type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export interface FieldFact {
  readonly subgraph: string;
  readonly typeName: string;
  readonly node: FieldDefinitionNode;
}

export interface Facts {
  readonly documents: ReadonlyMap<string, DocumentNode>;
  type(subgraph: string, name: string): FieldsType | undefined;
  /** Definitions of a field of an object type that resolve it, interface objects included; @external copies are left out. */
  definitions(objectType: string, field: string): readonly FieldFact[];
  /** Object types that a value of this type may be where a subgraph gives it. */
  possibleTypes(subgraph: string, name: string): readonly string[];
  /** Values of enums, without what the API does not know. */
  enumValues(name: string): readonly string[] | undefined;
  isKeyField(objectType: string, field: string): boolean;
  /** Whether a subgraph has a field only as a copy that it cannot resolve. */
  isForeign(subgraph: string, type: FieldsType, field: string): boolean;
  /** Whether another subgraph has taken the field over. */
  isOverridden(subgraph: string, typeName: string, field: string): boolean;
  /** The selections of the keys of a type in a subgraph. */
  keys(subgraph: string, name: string): readonly SelectionSetNode[];
}

export function factsOf(sdls: SubgraphSdls): Facts {
  const documents = new Map(Object.entries(sdls).map(([name, sdl]) => [name, parse(sdl, { noLocation: true })]));
  const types = new Map(
    [...documents].map(([name, document]) => [
      name,
      new Map(document.definitions.filter(isFieldsType).map((one) => [one.name.value, one])),
    ]),
  );
  const type: Facts['type'] = (subgraph, name) => types.get(subgraph)?.get(name);
  const implementing = implementationsOf([...types.values()].flatMap((one) => [...one.values()]));
  const unions = new Map([...documents].map(([name, document]) => [name, unionsOf(document)]));
  const enums = new Map([...documents.values()].flatMap(enumsOf));
  const keys = (subgraph: string, name: string) => (type(subgraph, name)?.directives ?? []).filter(isNamed('key')).map(fieldsArgument);
  const keyFields = new Set<string>();
  for (const [subgraph, named] of types) {
    for (const [name, node] of named)
      for (const key of keys(subgraph, name)) markKeyFields(name, node, key, (one) => type(subgraph, one), keyFields);
  }
  for (const [name, concrete] of implementing) {
    for (const one of concrete)
      for (const field of keyFields) if (field.startsWith(`${name}.`)) keyFields.add(one + field.slice(name.length));
  }
  const provided = new Map([...documents].map(([name, document]) => [name, providedIn(document)]));
  const definitions = remember((coordinate: string): FieldFact[] => {
    const [objectType = '', field = ''] = coordinate.split('.');
    return [...types].flatMap(([subgraph, named]) =>
      [...named.values()]
        .filter((node) => speaksFor(node, objectType, implementing))
        .flatMap((node) => {
          const found = node.fields?.find((one) => one.name.value === field && directiveOf(one, 'external') === undefined);
          return found === undefined ? [] : [{ subgraph, typeName: node.name.value, node: found }];
        }),
    );
  });
  return {
    documents,
    type,
    definitions: (objectType, field) => definitions(`${objectType}.${field}`),
    possibleTypes(subgraph, name) {
      const node = type(subgraph, name);
      if (node === undefined) return unions.get(subgraph)?.get(name) ?? [];
      if (directiveOf(node, 'interfaceObject') !== undefined) return implementing.get(name) ?? [];
      if (node.kind === Kind.OBJECT_TYPE_DEFINITION) return [name];
      return [...(types.get(subgraph)?.values() ?? [])]
        .filter((one) => one.interfaces?.some((i) => i.name.value === name))
        .map((one) => one.name.value);
    },
    enumValues: (name) => enums.get(name),
    isKeyField: (objectType, field) => keyFields.has(`${objectType}.${field}`),
    isForeign(subgraph, node, field) {
      const found = node.fields?.find((one) => one.name.value === field);
      const isCopy = found !== undefined && directiveOf(found, 'external') !== undefined;
      return isCopy && !keyFields.has(`${node.name.value}.${field}`) && !provided.get(subgraph)?.has(field);
    },
    isOverridden: (subgraph, typeName, field) =>
      definitions(`${typeName}.${field}`).some(({ node }) => argumentOf(directiveOf(node, 'override'), 'from') === subgraph),
    keys,
  };
}

export function directiveOf(node: FieldDefinitionNode | FieldsType, name: string) {
  return node.directives?.find(isNamed(name));
}

/** The `fields` of @key, @requires or @provides, parsed. @throws {TypeError} without one */
export function fieldsArgument(directive: ConstDirectiveNode): SelectionSetNode {
  const fields = argumentOf(directive, 'fields');
  if (fields === undefined) throw new TypeError('no fields');
  const [operation] = parse(`{ ${fields} }`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('no selection');
  return operation.selectionSet;
}

/** A text argument of a directive. */
function argumentOf(directive: ConstDirectiveNode | undefined, name: string): string | undefined {
  const value = directive?.arguments?.find((one) => one.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** Names of the fields that some field of the subgraph @provides. */
function providedIn(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      if (node.name.value !== 'provides') return;
      visit(fieldsArgument(node as ConstDirectiveNode), { Field: (field) => void names.add(field.name.value) }); // in a type definition every directive is constant
    },
  });
  return names;
}

/** The name of a type without its lists and non-nulls. */
export function namedTypeOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedTypeOf(type.type);
}

const isNamed = (name: string) => (directive: { readonly name: { readonly value: string } }) => directive.name.value === name;

const isFieldsType = (node: { readonly kind: string }): node is FieldsType =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;

/** The type itself, or the interface object of an interface that it implements. */
function speaksFor(node: FieldsType, objectType: string, implementing: ReadonlyMap<string, readonly string[]>): boolean {
  if (node.name.value === objectType) return true;
  return directiveOf(node, 'interfaceObject') !== undefined && (implementing.get(node.name.value)?.includes(objectType) ?? false);
}

function implementationsOf(nodes: readonly FieldsType[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { kind, name, interfaces = [] } of nodes) {
    if (kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const one of interfaces) found.set(one.name.value, (found.get(one.name.value) ?? new Set()).add(name.value));
  }
  return new Map([...found].map(([name, types]) => [name, [...types].sort()]));
}

function unionsOf(document: DocumentNode): Map<string, string[]> {
  const unions = document.definitions.filter((one) => one.kind === Kind.UNION_TYPE_DEFINITION);
  return new Map(unions.map(({ name, types = [] }) => [name.value, types.map((one) => one.name.value)]));
}

function enumsOf(document: DocumentNode): [string, string[]][] {
  const enums = document.definitions.filter((one) => one.kind === Kind.ENUM_TYPE_DEFINITION);
  return enums.map(({ name, values = [] }) => [
    name.value,
    values.filter((one) => one.directives?.length === 0).map((one) => one.name.value),
  ]);
}

function markKeyFields(
  name: string,
  node: FieldsType,
  key: SelectionSetNode,
  type: (name: string) => FieldsType | undefined,
  into: Set<string>,
): void {
  for (const selection of key.selections) {
    if (selection.kind !== Kind.FIELD) continue;
    into.add(`${name}.${selection.name.value}`);
    const field = node.fields?.find((one) => one.name.value === selection.name.value);
    const nested = field === undefined ? undefined : type(namedTypeOf(field.type));
    if (nested !== undefined && selection.selectionSet !== undefined)
      markKeyFields(nested.name.value, nested, selection.selectionSet, type, into);
  }
}

function remember<Value>(compute: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const found = known.get(key) ?? compute(key);
    known.set(key, found);
    return found;
  };
}
