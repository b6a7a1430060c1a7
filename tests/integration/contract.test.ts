// The public API: everything of contract/ is in the composed API, word for word.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sharedSystem } from '@tributary/test-kit';
import {
  buildClientSchema,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  getIntrospectionQuery,
  type InputValueDefinitionNode,
  type IntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type TypeDefinitionNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';

const system = sharedSystem();
const introspection = await system.ask(getIntrospectionQuery({ specifiedByUrl: true }));
const api = buildClientSchema(introspection.data as unknown as IntrospectionQuery); // the answer to its query

const contractDir = join(root, 'contract');
const files = readdirSync(contractDir).filter((file) => file.endsWith('.graphql'));

describe.each(files)('contract/%s', (file) => {
  const contract = parse(readFileSync(join(contractDir, file), 'utf8'));
  const types = definitionsOf(contract);

  it.each(types.map((type) => [type.name.value, type] as const))('%s is in the API', (_name, type) => {
    expect(describedInApi(type, api)).toEqual(describedInContract(type));
  });
});

it('declares something in every file', () => {
  expect(files).toHaveLength(5);
});

type Described = Record<string, string>;

function definitionsOf(document: DocumentNode): TypeDefinitionNode[] {
  return document.definitions.filter((node): node is TypeDefinitionNode => node.kind.endsWith('TypeDefinition'));
}

/** What the contract asks for: coordinate to its type and, where the contract describes it, its words. */
function describedInContract(type: TypeDefinitionNode): Described {
  const name = type.name.value;
  const all: Described = { [name]: words(kindOf(type), type.description?.value) };
  if (type.kind === 'UnionTypeDefinition') all[`${name} members`] = members(type.types?.map((member) => member.name.value));
  if (type.kind === 'EnumTypeDefinition') {
    for (const value of type.values ?? []) all[`${name}.${value.name.value}`] = words('value', value.description?.value);
  }
  for (const field of fieldsOf(type)) {
    if (isInaccessible(field)) continue;
    all[`${name}.${field.name.value}`] = words(print(field.type), field.description?.value, field);
    for (const argument of 'arguments' in field ? (field.arguments ?? []) : []) {
      all[`${name}.${field.name.value}(${argument.name.value}:)`] = words(print(argument.type), argument.description?.value, argument);
    }
  }
  return all;
}

/** The same coordinates as they are in the API; what the contract does not describe may have any words. */
function describedInApi(type: TypeDefinitionNode, schema: GraphQLSchema): Described {
  const name = type.name.value;
  const found = schema.getType(name);
  const wanted = describedInContract(type);
  const all: Described = {};
  const put = (coordinate: string, what: string, description: string | null | undefined, standard?: unknown) => {
    const asked = wanted[coordinate];
    if (asked !== undefined)
      all[coordinate] =
        `${what}${standard === undefined ? '' : ` = ${String(standard)}`}${asked.includes(' "') ? ` "${description ?? ''}"` : ''}`;
  };
  if (found === undefined) return all;
  put(name, apiKindOf(found), found.description);
  if (isUnionType(found)) all[`${name} members`] = members(found.getTypes().map((member) => member.name));
  if (isEnumType(found)) for (const value of found.getValues()) put(`${name}.${value.name}`, 'value', value.description);
  if (isObjectType(found) || isInterfaceType(found) || isInputObjectType(found)) {
    for (const field of Object.values(found.getFields())) {
      put(`${name}.${field.name}`, String(field.type), field.description, 'args' in field ? undefined : standardOf(field));
      for (const argument of 'args' in field ? field.args : []) {
        put(`${name}.${field.name}(${argument.name}:)`, String(argument.type), argument.description, standardOf(argument));
      }
    }
  }
  return all;
}

function words(what: string, description: string | undefined, node?: FieldDefinitionNode | InputValueDefinitionNode): string {
  const standard = node !== undefined && 'defaultValue' in node && node.defaultValue !== undefined ? ` = ${print(node.defaultValue)}` : '';
  return `${what}${standard}${description === undefined ? '' : ` "${description}"`}`;
}

/** Introspection gives values; the contract has words: enum names and numbers look the same in both. */
const standardOf = ({ defaultValue }: { readonly defaultValue?: unknown }): unknown => defaultValue;
const members = (names: readonly string[] = []) => [...names].sort().join(' | ');
const isInaccessible = (node: FieldDefinitionNode | InputValueDefinitionNode) =>
  node.directives?.some(({ name }) => name.value === 'inaccessible') === true;

function fieldsOf(type: TypeDefinitionNode): readonly (FieldDefinitionNode | InputValueDefinitionNode)[] {
  return 'fields' in type ? ((type as ObjectTypeDefinitionNode).fields ?? []) : [];
}

const kindOf = (type: TypeDefinitionNode) => type.kind.replace('TypeDefinition', '');

function apiKindOf(type: unknown): string {
  if (isObjectType(type)) return 'Object';
  if (isInterfaceType(type)) return 'Interface';
  if (isInputObjectType(type)) return 'InputObject';
  if (isEnumType(type)) return 'Enum';
  if (isUnionType(type)) return 'Union';
  return isScalarType(type) ? 'Scalar' : 'unknown';
}
