// Root fields of a draft: queries in every subgraph, some shared, and mutations that tell in which order they ran.
import { type DraftSubgraph, fieldIn, typeIn } from './draft.ts';
import { type Draft, entityIn } from './draft-entities.ts';
import { targetsIn } from './draft-relations.ts';

export function declareRoots(draft: Draft): void {
  const { random } = draft;
  for (const subgraph of draft.subgraphs) declareQueries(draft, subgraph);
  const [first, second] = random.some(draft.subgraphs, 2);
  const [shared] = random.some(draft.entities, 1);
  if (first !== undefined && second !== undefined && shared !== undefined && random.chance(0.6)) {
    for (const subgraph of [first, second]) {
      entityIn(draft, shared, subgraph);
      fieldIn(typeIn(subgraph, 'Query'), `any${shared.name}`, shared.name, { directives: ['@shareable'] });
    }
  }
  if (random.chance(0.75)) for (const subgraph of random.some(draft.subgraphs, 3)) declareMutations(draft, subgraph);
}

function declareQueries(draft: Draft, subgraph: DraftSubgraph): void {
  const { random, pool } = draft;
  const query = typeIn(subgraph, 'Query');
  for (const target of random.some([...new Set(targetsIn(draft, subgraph))], 2 + random.below(3))) {
    const reached = draft.entities.find(({ name }) => name === target);
    if (reached !== undefined) entityIn(draft, reached, subgraph);
    const { name, type } = pool.relation(random, target);
    fieldIn(query, `${subgraph.name}_${name}`, type, { args: random.chance(0.4) ? pool.args(random) : '' });
  }
  const [leaf] = random.some(pool.leafNames, 1);
  if (leaf !== undefined)
    fieldIn(query, `${subgraph.name}_${leaf}`, pool.leafType(leaf), { args: random.chance(0.5) ? pool.args(random) : '' });
}

function declareMutations(draft: Draft, subgraph: DraftSubgraph): void {
  const { random, pool } = draft;
  const mutation = typeIn(subgraph, 'Mutation');
  fieldIn(mutation, `${subgraph.name}_step`, random.pick(['Int', 'Int!']), { args: '(text: String)' });
  const entity = random.pick(draft.entities);
  entityIn(draft, entity, subgraph);
  fieldIn(mutation, `${subgraph.name}_put`, random.pick([entity.name, `[${entity.name}!]`]), { args: pool.args(random) });
}
