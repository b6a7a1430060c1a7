// A subgraph's SDL as a plain schema, and its applied directives by coordinate.
import {
  type ASTNode,
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type GraphQLSchema,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  parse,
  Source,
  specifiedDirectives,
  type TypeDefinitionNode,
  type TypeExtensionNode,
  visit,
} from 'graphql';
import type { SubgraphSource } from '../compose-subgraphs.ts';
import { placesIn, type SourcePlaces } from './source-places.ts';

export interface SubgraphDocument {
  readonly name: string;
  /** What the subgraph defines, without federation. */
  readonly schema: GraphQLSchema;
  readonly places: SourcePlaces;
  /** Coordinate -> the directives applied there; those of GraphQL itself are in the schema. */
  readonly applied: ReadonlyMap<string, readonly ConstDirectiveNode[]>;
}

/** @throws {GraphQLError} on a syntax error or a type that is nowhere: composition tells these first, with places. */
export function readSubgraph({ name, sdl, file }: SubgraphSource): SubgraphDocument {
  const { definitions } = parse(new Source(sdl, file));
  const plain = { kind: Kind.DOCUMENT, definitions: plainDefinitions(definitions) } as const;
  return {
    name,
    schema: buildASTSchema(plain, { assumeValid: true, assumeValidSDL: true }),
    places: placesIn(definitions, name),
    applied: appliedIn(definitions),
  };
}

const specified = new Set(specifiedDirectives.map(({ name }) => name));

/** Extensions are joined with what they extend, which may be in another subgraph only; directives of federation are left out. */
function plainDefinitions(definitions: readonly DefinitionNode[]): readonly DefinitionNode[] {
  const types = new Map<string, TypeDefinitionNode>();
  for (const node of definitions) {
    if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) continue;
    const known = types.get(node.name.value);
    types.set(node.name.value, known === undefined ? asDefinition(node) : joined(known, node));
  }
  const schemas = definitions.filter(({ kind }) => kind === Kind.SCHEMA_DEFINITION);
  return [...schemas, ...types.values()].map(withoutAppliedDirectives);
}

const asDefinition = (node: TypeDefinitionNode | TypeExtensionNode): TypeDefinitionNode =>
  ({ ...node, kind: node.kind.replace('Extension', 'Definition') }) as TypeDefinitionNode; // An extension has the parts of the definition of its kind.

function joined(one: TypeDefinitionNode, other: TypeDefinitionNode | TypeExtensionNode): TypeDefinitionNode {
  const lists = ['directives', 'interfaces', 'fields', 'values', 'types'] as const;
  const parts = lists.map((list) => [list, [...listOf(one, list), ...listOf(other, list)]] as const);
  return { ...one, ...Object.fromEntries(parts.filter(([, items]) => items.length > 0)) } as TypeDefinitionNode; // Lists of a kind hold that kind's parts.
}

const listOf = (node: ASTNode, list: string): readonly unknown[] => {
  const items: unknown = Reflect.get(node, list);
  return Array.isArray(items) ? items : [];
};

const withoutAppliedDirectives = (definition: DefinitionNode): DefinitionNode =>
  visit(definition, { Directive: ({ name }) => (specified.has(name.value) ? undefined : null) });

function appliedIn(definitions: readonly DefinitionNode[]): SubgraphDocument['applied'] {
  const applied = new Map<string, ConstDirectiveNode[]>();
  const add = (coordinate: string, { directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined }): void => {
    const federated = directives.filter(({ name }) => !specified.has(name.value));
    if (federated.length > 0) applied.set(coordinate, [...(applied.get(coordinate) ?? []), ...federated]);
  };
  for (const definition of definitions) {
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) continue;
    const type = definition.name.value;
    add(type, definition);
    if ('values' in definition) for (const value of definition.values ?? []) add(`${type}.${value.name.value}`, value);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      const coordinate = `${type}.${field.name.value}`;
      add(coordinate, field);
      if ('arguments' in field) for (const argument of field.arguments ?? []) add(`${coordinate}(${argument.name.value}:)`, argument);
    }
  }
  return applied;
}
