// Every change between the subgraphs of two graphs.
import type { SubgraphSource } from '../compose-subgraphs.ts';
import type { Change } from '../model.ts';
import { changeOf, type Found } from './change.ts';
import { diffAppliedDirectives } from './diff-applied-directives.ts';
import { schemaChanges } from './diff-schemas.ts';
import { movesBetween } from './field-owners.ts';
import { differenceOf } from './named-difference.ts';
import type { SourcePlaces } from './source-places.ts';
import { readSubgraph, type SubgraphDocument } from './subgraph-document.ts';

export interface SubgraphChanges {
  /** Of what a subgraph defines: all safe, since the schema that clients see says what they feel of it. */
  readonly definitions: readonly Change[];
  /** Of keys, owners, and of which subgraphs there are. */
  readonly federation: readonly Change[];
}

/** @throws {GraphQLError} when a schema cannot be read; compose first, which says where and why. */
export function diffSubgraphs(base: readonly SubgraphSource[], head: readonly SubgraphSource[]): SubgraphChanges {
  const renamed = renamesBetween(base, head);
  const [before, after] = [base.map(readSubgraph), head.map(readSubgraph)];
  const { added, removed, kept } = differenceOf(before, after);
  const newNames = new Set(renamed.values());
  const emptyOrigin = { subgraph: null, base: new Map(), head: new Map() };
  const known = [
    ...removed.filter(({ name }) => !renamed.has(name)).map(({ name }) => presenceOf('SUBGRAPH_REMOVED', name, 'was removed')),
    ...added.filter(({ name }) => !newNames.has(name)).map(({ name }) => presenceOf('SUBGRAPH_ADDED', name, 'was added')),
    ...[...renamed].map(
      ([from, to]): Found => ({
        code: 'SUBGRAPH_RENAMED',
        coordinate: from,
        detail: to,
        message: `Subgraph ${from} has the name ${to} now.`,
      }),
    ),
  ].map((found) => ({ ...changeOf(found, emptyOrigin), subgraph: found.coordinate }));
  const ofPairs = kept.map(([one, other]) => changesWithin(one, other));
  return {
    definitions: ofPairs.flatMap(({ definitions }) => definitions),
    federation: [...known, ...ofPairs.flatMap(({ federation }) => federation), ...movesOf(before, after, renamed)],
  };
}

const presenceOf = (code: 'SUBGRAPH_ADDED' | 'SUBGRAPH_REMOVED', name: string, what: string): Found => ({
  code,
  coordinate: name,
  message: `Subgraph ${name} ${what}.`,
});

/** The same text under another name is the same subgraph. */
function renamesBetween(base: readonly SubgraphSource[], head: readonly SubgraphSource[]): ReadonlyMap<string, string> {
  const { added, removed } = differenceOf(base, head);
  return new Map(
    removed.flatMap(({ name, sdl }) => {
      const same = added.find((subgraph) => subgraph.sdl === sdl);
      return same === undefined ? [] : [[name, same.name] as const];
    }),
  );
}

function changesWithin(base: SubgraphDocument, head: SubgraphDocument): SubgraphChanges {
  const origin = { subgraph: head.name, base: base.places, head: head.places };
  const safely = (found: Found): Found => ({ ...found, severity: 'safe' });
  return {
    definitions: schemaChanges(base.schema, head.schema).map((found) => changeOf(safely(found), origin)),
    federation: diffAppliedDirectives(base, head).map((found) => changeOf(found, origin)),
  };
}

/** A move is told where the field is now. */
function movesOf(
  base: readonly SubgraphDocument[],
  head: readonly SubgraphDocument[],
  renamed: ReadonlyMap<string, string>,
): readonly Change[] {
  return movesBetween(base, head, renamed).map((found) => {
    const owner = head.find(({ name }) => found.detail?.endsWith(` to ${name}`)) ?? null;
    const places: SourcePlaces = owner?.places ?? new Map();
    return { ...changeOf(found, { subgraph: null, base: new Map(), head: places }), subgraph: owner?.name ?? null };
  });
}
