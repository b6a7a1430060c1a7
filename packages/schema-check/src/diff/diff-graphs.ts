// Every change between two graphs: of the schema that clients see, with the subgraph that it comes from, and of the subgraphs.
import { type GraphQLSchema, parse, Source } from 'graphql';
import type { SubgraphSource } from '../compose-subgraphs.ts';
import type { Change } from '../model.ts';
import { placeOf } from './change.ts';
import { diffSchemas } from './diff-schemas.ts';
import { diffSubgraphs } from './diff-subgraphs.ts';
import { lineageOf, placesIn, type SourcePlaces } from './source-places.ts';

export interface Graph {
  readonly subgraphs: readonly SubgraphSource[];
  /** What the subgraphs compose to, as clients see it. */
  readonly api: GraphQLSchema;
}

/**
 * First what clients see, then what only subgraphs see. A change that clients see has the subgraph and the place that it was made in; when no subgraph
 * made it where it is felt, and it came about by composition, it is `composedOnly`. @throws {GraphQLError} when a subgraph cannot be read.
 */
export function diffGraphs(base: Graph, head: Graph): readonly Change[] {
  const { definitions, federation } = diffSubgraphs(base.subgraphs, head.subgraphs);
  const causesAt = byCoordinate([...definitions, ...federation]);
  const [before, after] = [placesOfAll(base.subgraphs), placesOfAll(head.subgraphs)];
  const wholeSubgraphs = new Set(
    federation.filter(({ code }) => code === 'SUBGRAPH_ADDED' || code === 'SUBGRAPH_REMOVED').map(({ coordinate }) => coordinate),
  );
  const told = new Set<Change>();
  const seen = diffSchemas(base.api, head.api).map((change): Change => {
    const cause = causeOf(change, causesAt);
    if (cause !== undefined) {
      for (const same of causesAt.get(change.coordinate) ?? []) if (same === cause || same.code === change.code) told.add(same);
      return { ...change, subgraph: cause.subgraph, source: cause.source };
    }
    const source = placeOf(change.coordinate, before, after);
    const exact = (after.get(change.coordinate) ?? before.get(change.coordinate))?.subgraph ?? '';
    if (wholeSubgraphs.has(exact)) return { ...change, subgraph: exact, source };
    return { ...change, source, composedOnly: true };
  });
  const remaining = definitions.filter((change) => !told.has(change)).map(forSubgraphOnly);
  return [...seen, ...remaining, ...federation];
}

const forSubgraphOnly = (change: Change): Change => ({ ...change, message: `In subgraph ${change.subgraph} only: ${change.message}` });

function byCoordinate(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const found = new Map<string, Change[]>();
  for (const change of changes) found.set(change.coordinate, [...(found.get(change.coordinate) ?? []), change]);
  return found;
}

/** The same change, else another one at the place, else one that hides or shows what the place stands in. */
function causeOf({ code, coordinate }: Change, causesAt: ReadonlyMap<string, readonly Change[]>): Change | undefined {
  const here = causesAt.get(coordinate) ?? [];
  const around = lineageOf(coordinate).flatMap((each) => causesAt.get(each) ?? []);
  return here.find((cause) => cause.code === code) ?? around.find((cause) => cause.code.startsWith('INACCESSIBLE_')) ?? here[0];
}

/** Of one coordinate in several subgraphs, the first. */
function placesOfAll(subgraphs: readonly SubgraphSource[]): SourcePlaces {
  const all = subgraphs.map(({ name, sdl, file }) => placesIn(parse(new Source(sdl, file)).definitions, name));
  return new Map(all.toReversed().flatMap((places) => [...places]));
}
