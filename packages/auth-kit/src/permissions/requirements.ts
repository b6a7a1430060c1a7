// Reads from a subgraph's schema what its directives ask of the caller, coordinate by coordinate.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

/** Alternatives of scopes that must all be held: [["a", "b"], ["c"]] is (a and b) or c; [[]] asks for a signed-in caller only. */
export type ScopeRequirement = readonly (readonly string[])[];

export interface TypeRequirements {
  readonly own: ScopeRequirement[];
  readonly fields: Map<string, { readonly own: readonly ScopeRequirement[]; readonly nullable: boolean }>;
}

const authenticatedOnly: ScopeRequirement = [[]];

/**
 * Gives what `@authenticated` and `@requiresScopes` ask of every object type and field, under whatever name `@link` imports them.
 * @throws {Error} on `@policy`, which nothing enforces yet: a directive that protects nothing must not pass silently.
 */
export function requirementsOf(typeDefs: DocumentNode): ReadonlyMap<string, TypeRequirements> {
  const names = importedNames(typeDefs);
  const ofDirectives = (directives: readonly ConstDirectiveNode[] = []): ScopeRequirement[] =>
    directives.flatMap((directive) => {
      switch (names.get(directive.name.value) ?? directive.name.value) {
        case 'authenticated':
          return [authenticatedOnly];
        case 'requiresScopes':
          return [scopesArgumentOf(directive)];
        case 'policy':
          throw new Error('@policy is not enforced by auth-kit yet.');
        default:
          return [];
      }
    });
  const types = new Map<string, TypeRequirements>();
  for (const definition of typeDefs.definitions) {
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

const isNullable = (field: FieldDefinitionNode) => field.type.kind !== Kind.NON_NULL_TYPE;

function scopesArgumentOf(directive: ConstDirectiveNode): ScopeRequirement {
  const value = directive.arguments?.find((argument) => argument.name.value === 'scopes')?.value;
  return value === undefined ? [] : (valueFromASTUntyped(value) as ScopeRequirement); // validated by buildSubgraphSchema
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
