// Fields of a draft that lead from one type to another: value types, entities with @provides, lists of lists, packs that live in one subgraph.
import { type DraftSubgraph, type DraftType, fieldIn, typeIn } from './draft.ts';
import { type Draft, type DraftEntity, entityIn, ownField } from './draft-entities.ts';

/** Value types, the same in every subgraph that names them. */
const valueTypes: Readonly<Record<string, readonly (readonly [name: string, type: string])[]>> = {
  Size: [
    ['width', 'Int!'],
    ['height', 'Float'],
    ['unit', 'Color'],
  ],
  Place: [
    ['street', 'String'],
    ['size', 'Size'],
    ['near', '[Place!]'],
  ],
};

export function declareRelations(draft: Draft): void {
  const { random } = draft;
  for (const entity of draft.entities) {
    for (const subgraph of entity.participants) {
      const count = random.below(3);
      for (let index = 0; index < count; index++) declareRelation(draft, entity, subgraph);
    }
    if (random.chance(0.7)) declareValueField(draft, entity);
  }
  for (const subgraph of draft.subgraphs) if (random.chance(0.5)) declarePack(draft, subgraph);
}

/** Targets that a subgraph may name: entities everywhere, interfaces and unions where they are. */
export function targetsIn(draft: Draft, subgraph: DraftSubgraph): string[] {
  const abstract = [...subgraph.types.values()].filter(isAbstractLike).map(({ name }) => name);
  return [...draft.entities.map(({ name }) => name), ...abstract, ...abstract, ...subgraph.unions.keys(), ...subgraph.unions.keys()];
}

const isAbstractLike = ({ keyword, name }: DraftType): boolean => keyword === 'interface' || name === 'Media' || name === 'Film';

function declareRelation(draft: Draft, entity: DraftEntity, subgraph: DraftSubgraph): void {
  const { random, pool } = draft;
  const target = random.pick(targetsIn(draft, subgraph));
  const { name, type } = pool.relation(random, target);
  if (entity.fields.has(name)) return;
  const reached = draft.entities.find((one) => one.name === target);
  const field = ownField(entity, subgraph, name, type, { args: random.chance(0.15) ? pool.args(random) : '' });
  if (reached === undefined) return;
  entityIn(draft, reached, subgraph);
  if (random.chance(0.45)) provide(draft, field.directives, reached, subgraph);
}

/** Makes a field give a leaf of its target that the subgraph gives nowhere else. */
function provide(draft: Draft, directives: Set<string>, reached: DraftEntity, subgraph: DraftSubgraph): void {
  const type = entityIn(draft, reached, subgraph);
  const candidates = [...reached.fields.values()].filter(
    ({ field, owners }) => field.args === '' && !type.fields.has(field.name) && !owners.has(subgraph) && isLeafField(draft, field.name),
  );
  if (candidates.length === 0) return;
  const { field, owners } = draft.random.pick(candidates);
  for (const owner of owners) typeIn(owner, reached.name).fields.get(field.name)?.directives.add('@shareable');
  fieldIn(type, field.name, field.type, { directives: ['@external'] });
  directives.add(`@provides(fields: "${field.name}")`);
}

export const isLeafField = (draft: Draft, name: string): boolean => draft.pool.leafNames.includes(name);

function declareValueField(draft: Draft, entity: DraftEntity): void {
  const { random } = draft;
  const [subgraph, other] = random.some([...entity.participants], 2);
  const name = random.pick(['size', 'place', 'places']);
  if (subgraph === undefined || entity.fields.has(name)) return;
  const type = { size: 'Size', place: 'Place', places: '[[Place!]]' }[name] ?? 'Size';
  const field = ownField(entity, subgraph, name, type);
  declareValue(subgraph, type.replace(/[^A-Za-z]/g, ''));
  if (other === undefined || !random.chance(0.4)) return;
  field.directives.add('@shareable');
  ownField(entity, other, name, type, { directives: ['@shareable'] });
  declareValue(other, type.replace(/[^A-Za-z]/g, ''));
}

export function declareValue(subgraph: DraftSubgraph, name: string): void {
  if (subgraph.types.has(name)) return;
  const type = typeIn(subgraph, name);
  type.directives.add('@shareable');
  for (const [field, reference] of valueTypes[name] ?? []) {
    fieldIn(type, field, reference);
    const nested = reference.replace(/[^A-Za-z]/g, '');
    if (nested in valueTypes) declareValue(subgraph, nested);
  }
}

/** A value type that holds entities, in one subgraph: it makes paths deep. */
function declarePack(draft: Draft, subgraph: DraftSubgraph): void {
  const { random, pool } = draft;
  const name = `${subgraph.name}Pack`;
  const pack = typeIn(subgraph, name);
  fieldIn(pack, 'count', pool.leafType('rank'));
  for (const target of random.some(targetsIn(draft, subgraph), 2)) {
    const relation = pool.relation(random, target);
    if (pack.fields.has(relation.name)) continue;
    const reached = draft.entities.find((one) => one.name === target);
    if (reached !== undefined) entityIn(draft, reached, subgraph);
    fieldIn(pack, relation.name, relation.type);
  }
  const holders = draft.entities.filter(({ participants }) => participants.has(subgraph));
  const { name: field, type } = pool.relation(random, name);
  for (const holder of random.some(holders, 1)) ownField(holder, subgraph, field, type);
}
