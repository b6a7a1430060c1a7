// Reads from a subgraph's schema what its directives ask of the caller, coordinate by coordinate.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import type { Requirement } from '../requirement.ts';

export interface TypeRequirements {
  readonly own: Requirement[];
  readonly fields: Map<string, { readonly own: readonly Requirement[]; readonly nullable: boolean }>;
}

/**
 * Gives what `@authenticated`, `@requiresScopes` and `@policy` ask of every object type and field, under whatever name `@link` imports them.
 * @throws {Error} where they stand at anything else, which nothing here guards: a directive that protects nothing must not pass silently.
 */
export function requirementsOf(typeDefs: DocumentNode): ReadonlyMap<string, TypeRequirements> {
  const names = importedNames(typeDefs);
  const ofDirectives = (directives: readonly ConstDirectiveNode[] = []): Requirement[] =>
    directives.flatMap((directive): Requirement[] => {
      switch (names.get(directive.name.value) ?? directive.name.value) {
        case 'authenticated':
          return [{ kind: 'authenticated' }];
        case 'requiresScopes':
          return [{ kind: 'scopes', anyOf: alternativesOf(directive, 'scopes') }];
        case 'policy':
          return [{ kind: 'policies', anyOf: alternativesOf(directive, 'policies') }];
        default:
          return [];
      }
    });
  const types = new Map<string, TypeRequirements>();
  for (const definition of typeDefs.definitions) {
    if (isTypeSystemNode(definition) && isAsking(definition, ofDirectives)) throw new Error(unguarded(definition.name.value));
    if (!isObjectType(definition)) continue;
    const type: TypeRequirements = types.get(definition.name.value) ?? { own: [], fields: new Map() };
    types.set(definition.name.value, type);
    type.own.push(...ofDirectives(definition.directives));
    for (const field of definition.fields ?? []) {
      type.fields.set(field.name.value, { own: ofDirectives(field.directives), nullable: isNullable(field) });
    }
  }
  return types;
}

function isObjectType(node: { readonly kind: Kind }): node is ObjectTypeDefinitionNode | ObjectTypeExtensionNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
}

type OtherType = Exclude<TypeDefinitionNode | TypeExtensionNode, ObjectTypeDefinitionNode | ObjectTypeExtensionNode>;

const otherKinds: ReadonlySet<Kind> = new Set([
  ...[Kind.INTERFACE_TYPE_DEFINITION, Kind.INTERFACE_TYPE_EXTENSION, Kind.ENUM_TYPE_DEFINITION, Kind.ENUM_TYPE_EXTENSION],
  ...[Kind.SCALAR_TYPE_DEFINITION, Kind.SCALAR_TYPE_EXTENSION],
]);

const isTypeSystemNode = (node: { readonly kind: Kind }): node is OtherType => otherKinds.has(node.kind);

function isAsking(type: OtherType, ofDirectives: (directives?: readonly ConstDirectiveNode[]) => Requirement[]): boolean {
  const fields = 'fields' in type ? (type.fields ?? []) : [];
  return [type, ...fields].some(({ directives }) => ofDirectives(directives).length > 0);
}

const unguarded = (name: string) =>
  `${name} is no object type: @authenticated, @requiresScopes and @policy are guarded at objects and their fields.`;

const isNullable = (field: FieldDefinitionNode) => field.type.kind !== Kind.NON_NULL_TYPE;

function alternativesOf(directive: ConstDirectiveNode, name: 'scopes' | 'policies'): readonly (readonly string[])[] {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value === undefined ? [] : (valueFromASTUntyped(value) as string[][]); // validated by buildSubgraphSchema
}

/** Local name -> specified name of each directive that a `@link` imports under another name. */
function importedNames(typeDefs: DocumentNode): ReadonlyMap<string, string> {
  const links = typeDefs.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_EXTENSION || definition.kind === Kind.SCHEMA_DEFINITION
      ? (definition.directives ?? []).filter((directive) => directive.name.value === 'link')
      : [],
  );
  const imports = links.flatMap((link) => {
    const argument = link.arguments?.find(({ name }) => name.value === 'import');
    return argument === undefined ? [] : asList(argument.value);
  });
  return new Map(
    imports.flatMap((item) => {
      if (typeof item !== 'object' || item === null || !('name' in item) || !('as' in item)) return [];
      return [[String(item.as).slice(1), String(item.name).slice(1)] as const];
    }),
  );
}

function asList(value: ValueNode): unknown[] {
  const plain: unknown = valueFromASTUntyped(value);
  return Array.isArray(plain) ? plain : [];
}
