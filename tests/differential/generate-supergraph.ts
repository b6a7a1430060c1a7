// Generates the SDL of two to five subgraphs that use the directives of federation in every mixture. Most compose; what does not is thrown away.

import { draftSubgraph, printSubgraph } from './draft.ts';
import { declareAbstractTypes } from './draft-abstract.ts';
import { type Draft, declareEntities, declareLeaves } from './draft-entities.ts';
import { declareRelations } from './draft-relations.ts';
import { declareRequirements } from './draft-requirements.ts';
import { declareRoots } from './draft-roots.ts';
import { fieldPoolOf } from './field-pool.ts';
import type { Random } from './random.ts';

const subgraphNames = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];

/** SDL by name of the subgraph. */
export type SubgraphSdls = Readonly<Record<string, string>>;

export function generateSubgraphs(random: Random): SubgraphSdls {
  const subgraphs = subgraphNames.slice(0, 2 + random.below(4)).map(draftSubgraph);
  const draft: Draft = { random, subgraphs, pool: fieldPoolOf(random.fork('pool')), entities: [] };
  declareEntities(draft);
  declareLeaves(draft);
  declareAbstractTypes(draft);
  declareRelations(draft);
  declareRequirements(draft);
  declareRoots(draft);
  return Object.fromEntries(subgraphs.filter(({ types }) => types.size > 0).map((subgraph) => [subgraph.name, printSubgraph(subgraph)]));
}
