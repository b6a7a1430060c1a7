// Where in the subgraphs a coordinate is defined.
import { parse } from 'graphql';
import type { SubgraphSource } from '../compose-subgraphs.ts';
import { elementsOf } from '../lint/schema-elements.ts';
import type { SourceLocation } from '../model.ts';

/** The first definition, in the order of the subgraphs; null where there is none. @throws {GraphQLError} when a text is no schema document. */
export function sourceIndexOf(sources: readonly SubgraphSource[]): (coordinate: string) => SourceLocation | null {
  const places = new Map<string, SourceLocation>();
  for (const { name: subgraph, file, sdl } of sources) {
    for (const { coordinate, position } of elementsOf(parse(sdl))) {
      if (!places.has(coordinate)) places.set(coordinate, { subgraph, file, ...position });
    }
  }
  return (coordinate) => places.get(coordinate) ?? null;
}
