// Where schema coordinates stand in the sources.
import { type ASTNode, type DefinitionNode, type GraphQLSchema, Kind, type NameNode } from 'graphql';
import type { SourceLocation } from '../model.ts';

/** Schema coordinate (`Type`, `Type.field`, `Type.field(argument:)`, `@directive`, `@directive(argument:)`) -> its name in a source. */
export type SourcePlaces = ReadonlyMap<string, SourceLocation>;

/** @param subgraph named in each place; null for a schema of no subgraph. Nodes without a location are passed over; the first of several counts. */
export function placesIn(definitions: readonly DefinitionNode[], subgraph: string | null): SourcePlaces {
  const places = new Map<string, SourceLocation>();
  const add = (coordinate: string, name: NameNode): void => {
    if (name.loc === undefined || places.has(coordinate)) return;
    const { startToken, source } = name.loc;
    places.set(coordinate, { subgraph, file: source.name, line: startToken.line, column: startToken.column });
  };
  // What is defined goes before what only extends it.
  const definedFirst = definitions.toSorted((one, other) => Number(isExtension(one)) - Number(isExtension(other)));
  for (const definition of definedFirst) {
    if (!('name' in definition) || definition.name === undefined) continue;
    const isDirective = definition.kind === Kind.DIRECTIVE_DEFINITION;
    const coordinate = `${isDirective ? '@' : ''}${definition.name.value}`;
    add(coordinate, definition.name);
    if ('arguments' in definition) for (const { name } of definition.arguments ?? []) add(`${coordinate}(${name.value}:)`, name);
    if ('values' in definition) for (const { name } of definition.values ?? []) add(`${coordinate}.${name.value}`, name);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      const member = `${coordinate}.${field.name.value}`;
      add(member, field.name);
      if ('arguments' in field) for (const { name } of field.arguments ?? []) add(`${member}(${name.value}:)`, name);
    }
  }
  return places;
}

/** Of a schema that was built from a text; otherwise there are none. */
export function placesOf(schema: GraphQLSchema): SourcePlaces {
  const definitions = [...Object.values(schema.getTypeMap()), ...schema.getDirectives()].flatMap((element) => [
    ...(element.astNode ? [element.astNode] : []),
    ...('extensionASTNodes' in element ? element.extensionASTNodes : []),
  ]);
  return placesIn(definitions, null);
}

/** What a coordinate stands in: the field of an argument, the type of a field; null for types and directives. */
export function parentOf(coordinate: string): string | null {
  const argument = coordinate.indexOf('(');
  if (argument !== -1) return coordinate.slice(0, argument);
  const field = coordinate.indexOf('.');
  return field === -1 ? null : coordinate.slice(0, field);
}

/** The coordinate and what it stands in, innermost first. */
export function lineageOf(coordinate: string): readonly string[] {
  const parent = parentOf(coordinate);
  return parent === null ? [coordinate] : [coordinate, ...lineageOf(parent)];
}

const isExtension = (node: ASTNode): boolean => node.kind.endsWith('Extension');
