// Composition as a pure function: schemas in, supergraph or located errors out.
import { compose } from '@apollo/composition';
import { buildSubgraph, Subgraphs } from '@apollo/federation-internals';
import { GraphQLError, parse, Source } from 'graphql';

export interface SubgraphSource {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  /** Named in findings. */
  readonly file: string;
}

export interface Finding {
  readonly code: string;
  readonly message: string;
  /** Where in the sources; a finding about several subgraphs has several places. */
  readonly places: readonly { readonly subgraph: string; readonly file: string; readonly line: number; readonly column: number }[];
}

export type Composition =
  | { readonly kind: 'composed'; readonly supergraph: string; readonly hints: readonly Finding[] }
  | { readonly kind: 'failed'; readonly errors: readonly Finding[] };

/** Composes subgraphs by Federation 2. Syntax errors, invalid subgraphs and failed composition all come back as findings. */
export function composeSubgraphs(sources: readonly SubgraphSource[]): Composition {
  const fileOf = new Map(sources.map(({ name, file }) => [name, file]));
  const subgraphs = new Subgraphs();
  const errors: Finding[] = [];
  for (const { name, url, sdl } of sources) {
    try {
      // Named after the subgraph: composition does not always say where a node comes from.
      subgraphs.add(buildSubgraph(name, url, parse(new Source(sdl, name))));
    } catch (error) {
      errors.push(...causesOf(error).map((cause) => findingOf(cause, fileOf, name)));
    }
  }
  if (errors.length > 0) return { kind: 'failed', errors };
  const result = compose(subgraphs);
  if (result.errors !== undefined) return { kind: 'failed', errors: result.errors.map((error) => findingOf(error, fileOf)) };
  const hints = result.hints.map(({ definition, message, nodes }) => ({
    code: definition.code,
    message,
    places: placesOf(nodes ?? [], fileOf),
  }));
  return { kind: 'composed', supergraph: result.supergraphSdl, hints };
}

/** Composition wraps several errors into one. */
function causesOf(error: unknown): readonly GraphQLError[] {
  if (!(error instanceof GraphQLError)) throw error;
  const causes: unknown = Reflect.get(error.originalError ?? error, 'causes');
  return Array.isArray(causes) && causes.every((cause) => cause instanceof GraphQLError) ? causes : [error];
}

function findingOf(error: GraphQLError, fileOf: ReadonlyMap<string, string>, subgraph?: string): Finding {
  const code = typeof error.extensions['code'] === 'string' ? error.extensions['code'] : 'GRAPHQL_PARSE_FAILED';
  const located = placesOf(error.nodes ?? [], fileOf, subgraph);
  const position = error.locations?.[0];
  const places =
    located.length > 0 || subgraph === undefined
      ? located
      : [{ subgraph, file: fileOf.get(subgraph) ?? subgraph, line: position?.line ?? 1, column: position?.column ?? 1 }];
  return { code, message: error.message, places };
}

interface LocatedNode {
  readonly loc?: { readonly startToken: { readonly line: number; readonly column: number }; readonly source: Source } | undefined;
  readonly subgraph?: string;
}

function placesOf(nodes: readonly LocatedNode[], fileOf: ReadonlyMap<string, string>, subgraph?: string): Finding['places'] {
  return nodes.flatMap(({ loc, subgraph: named = subgraph }) => {
    if (loc === undefined) return [];
    const owner = named ?? loc.source.name;
    return [{ subgraph: owner, file: fileOf.get(owner) ?? owner, line: loc.startToken.line, column: loc.startToken.column }];
  });
}
