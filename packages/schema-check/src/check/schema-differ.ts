// What a check needs of whatever compares schemas.
import type { GraphQLSchema } from 'graphql';
import type { SubgraphSource } from '../compose-subgraphs.ts';
import type { AffectedOperation, Change, UsageEntry } from '../model.ts';

/** One side of a check that composes. */
export interface ComposedGraph {
  /** Null where only the supergraph is known. */
  readonly sources: readonly SubgraphSource[] | null;
  readonly supergraph: string;
  readonly api: GraphQLSchema;
}

export interface SchemaDiffer {
  changesBetween(base: ComposedGraph, head: ComposedGraph): readonly Change[];
  /** Operations that some change makes invalid, or answers otherwise. */
  affectedOperations(
    base: ComposedGraph,
    head: ComposedGraph,
    changes: readonly Change[],
    usage: readonly UsageEntry[],
  ): readonly AffectedOperation[];
}
