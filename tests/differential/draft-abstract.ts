// Abstract types of a draft: an interface over values and entities, an interface with a key and its interface objects, unions.
import { type DraftSubgraph, fieldIn, typeIn } from './draft.ts';
import { type Draft, declareKeys, ownField } from './draft-entities.ts';

export function declareAbstractTypes(draft: Draft): void {
  if (draft.random.chance(0.75)) declareMedia(draft);
  if (draft.random.chance(0.75)) declareInterface(draft);
  for (const subgraph of draft.random.some(draft.subgraphs, 2)) if (draft.random.chance(0.7)) declareUnion(draft, subgraph);
}

/** `Media` has a key; one subgraph knows its implementations, others add fields to all of them, or to one. */
function declareMedia({ random, subgraphs, pool }: Draft): void {
  const [home, ...others] = random.some(subgraphs, subgraphs.length);
  if (home === undefined) return;
  const media = typeIn(home, 'Media', 'interface');
  media.directives.add('@key(fields: "id")');
  const common = random.some(pool.leafNames, 1 + random.below(2));
  for (const name of ['Film', 'Song', 'Game'].slice(0, 2 + random.below(2))) {
    const type = declareKeys(home, name, ['id'], '');
    type.interfaces.add('Media');
    for (const leaf of common) fieldIn(type, leaf, pool.leafType(leaf), { directives: ['@shareable'] });
    for (const leaf of random.some(pool.leafNames, 1)) fieldIn(type, leaf, pool.leafType(leaf), { directives: ['@shareable'] });
  }
  fieldIn(media, 'id', 'ID!');
  for (const leaf of common) fieldIn(media, leaf, pool.leafType(leaf));
  const [objects, implementation] = others;
  if (objects !== undefined && random.chance(0.85)) declareInterfaceObject(objects, common);
  if (implementation !== undefined && random.chance(0.5)) {
    const film = declareKeys(implementation, 'Film', ['id'], '');
    fieldIn(film, 'length', 'Int');
  }

  function declareInterfaceObject(subgraph: DraftSubgraph, taken: readonly string[]): void {
    const object = declareKeys(subgraph, 'Media', ['id'], '');
    object.directives.add('@interfaceObject');
    fieldIn(object, 'views', random.pick(['Int', 'Int!']), { args: random.chance(0.3) ? pool.args(random) : '' });
    fieldIn(object, 'likes', random.pick(['[String]', '[String!]!']));
    const [required] = taken;
    if (required === undefined || !random.chance(0.5)) return;
    fieldIn(object, required, pool.leafType(required), { directives: ['@external'] });
    fieldIn(object, 'verdict', 'String', { directives: [`@requires(fields: "${required}")`] });
  }
}

/** `Item`: what several types of one subgraph have in common. */
function declareInterface(draft: Draft): void {
  const { random } = draft;
  const subgraph = random.pick(draft.subgraphs);
  const entities = draft.entities.filter(({ participants }) => participants.has(subgraph));
  if (entities.length === 0) return;
  const item = typeIn(subgraph, 'Item', 'interface');
  const reference = draft.pool.leafType('title').replace(/!$/, '');
  fieldIn(item, 'label', reference);
  const implementing = random.some(entities, 1 + random.below(3));
  for (const entity of implementing) {
    const type = typeIn(subgraph, entity.name);
    type.interfaces.add('Item');
    const [other] = random.some(
      [...entity.participants].filter((one) => one !== subgraph),
      1,
    );
    const isStronger = other !== undefined && random.chance(0.5);
    // Here it promises more than in the API: a plan that asks several types at once has to rename the fields.
    ownField(entity, subgraph, 'label', isStronger ? `${reference}!` : reference, { directives: isStronger ? ['@shareable'] : [] });
    if (isStronger) ownField(entity, other, 'label', reference, { directives: ['@shareable'] });
  }
  const crate = typeIn(subgraph, 'Crate');
  crate.interfaces.add('Item');
  fieldIn(crate, 'label', reference);
  fieldIn(crate, 'rank', draft.pool.leafType('rank'));
  if (random.chance(0.5)) {
    // Fields that stand in the interface are resolved by whichever subgraph has them for the type.
    for (const name of draft.pool.leafNames) {
      const types = [...implementing.map((one) => typeIn(subgraph, one.name)), crate];
      if (types.every((type) => type.fields.get(name)?.args === '')) fieldIn(item, name, draft.pool.leafType(name));
    }
  }
}

/** A union of what the subgraph has; in another subgraph it may have other members. */
function declareUnion(draft: Draft, subgraph: DraftSubgraph): void {
  const names = [...subgraph.types.values()]
    .filter(({ keyword, name, directives }) => keyword === 'type' && name !== 'Org' && !directives.has('@interfaceObject'))
    .map(({ name }) => name);
  const members = draft.random.some(names, 2 + draft.random.below(2));
  if (members.length > 0) subgraph.unions.set('Hit', new Set(members));
}
