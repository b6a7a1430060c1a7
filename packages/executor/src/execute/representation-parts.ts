// Representations in parts: some of the entities, asked for in a request of their own.
import type { Representations } from './run.ts';

/** The most that one request asks for. Subgraphs refuse more, whoever sends it (subgraph-kit, `MAX_REPRESENTATIONS`). */
export const maxRepresentations = 1_000;

/** The same representations for some of the entities, by index. */
export function partOf({ texts, entities, which, placeOf, firstPlace }: Representations, indices: readonly number[]): Representations {
  const numbers = [...new Set(indices.map((index) => which[index] ?? 0))];
  const positions = new Map(numbers.map((number, position) => [number, position]));
  return {
    texts: numbers.map((number) => texts[number] ?? ''),
    entities: indices.map((index) => entities[index] ?? {}),
    which: indices.map((index) => positions.get(which[index] ?? 0) ?? 0),
    placeOf: indices.map((index) => placeOf[index] ?? 0),
    firstPlace: numbers.map((number) => firstPlace[number] ?? 0),
  };
}

/** Parts that one request each may ask for; those of one text stay together. */
export function partsOf(representations: Representations): readonly Representations[] {
  if (representations.texts.length <= maxRepresentations) return [representations];
  const { entities, which } = representations;
  const parts = Map.groupBy(entities.keys(), (index) => Math.floor((which[index] ?? 0) / maxRepresentations));
  return Array.from(parts.values(), (indices) => partOf(representations, indices));
}
