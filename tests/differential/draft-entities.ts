// Entities of a draft: their keys, the subgraphs that take part in them, and their leaf fields.
import { type DraftField, type DraftSubgraph, type DraftType, fieldIn, typeIn } from './draft.ts';
import type { FieldPool } from './field-pool.ts';
import type { Random } from './random.ts';

export interface Draft {
  readonly random: Random;
  readonly subgraphs: readonly DraftSubgraph[];
  readonly pool: FieldPool;
  readonly entities: DraftEntity[];
}

export interface DraftEntity {
  readonly name: string;
  readonly keys: readonly string[];
  /** Resolves every key, so that every participant is reached from every other. */
  readonly home: DraftSubgraph;
  readonly participants: Set<DraftSubgraph>;
  /** Fields that are not keys, with the subgraphs that resolve them. */
  readonly fields: Map<string, OwnedField>;
}

export interface OwnedField {
  readonly field: DraftField;
  readonly owners: Set<DraftSubgraph>;
}

const entityNames = ['Book', 'User', 'Shop', 'Order'];
const keyPlans: readonly (readonly string[])[] = [
  ['id'],
  ['id'],
  ['id', 'sku'],
  ['code shard'],
  ['org { id }'],
  ['id', 'code shard'],
  ['sku org { id kind }', 'id'],
];
const keyFieldTypes: Readonly<Record<string, string>> = { id: 'ID!', sku: 'String!', code: 'ID!', shard: 'Int!', org: 'Org!' };

export function declareEntities(draft: Draft): void {
  const { random, subgraphs } = draft;
  for (const name of entityNames.slice(0, 2 + random.below(3))) {
    const home = random.pick(subgraphs);
    const entity: DraftEntity = { name, keys: random.pick(keyPlans), home, participants: new Set(), fields: new Map() };
    draft.entities.push(entity);
    participate(draft, entity, home, entity.keys);
    for (const subgraph of subgraphs) {
      if (subgraph === home || !random.chance(0.6)) continue;
      participate(draft, entity, subgraph, random.some(entity.keys, 1 + random.below(entity.keys.length)));
    }
  }
}

/** The entity's type in a subgraph; where it takes no part yet, it becomes one that can only refer to it, or also resolve it. */
export function entityIn(draft: Draft, entity: DraftEntity, subgraph: DraftSubgraph): DraftType {
  const known = subgraph.types.get(entity.name);
  if (known !== undefined) return known;
  const keys = [draft.random.pick(entity.keys)];
  if (draft.random.chance(0.5)) return participate(draft, entity, subgraph, keys);
  return declareKeys(subgraph, entity.name, keys, ', resolvable: false');
}

function participate(_draft: Draft, entity: DraftEntity, subgraph: DraftSubgraph, keys: readonly string[]): DraftType {
  entity.participants.add(subgraph);
  return declareKeys(subgraph, entity.name, keys, '');
}

export function declareKeys(subgraph: DraftSubgraph, name: string, keys: readonly string[], options: string): DraftType {
  const type = typeIn(subgraph, name);
  for (const key of keys) {
    type.directives.add(`@key(fields: "${key}"${options})`);
    for (const field of key
      .replace(/\{.*\}/, '')
      .trim()
      .split(/\s+/)) {
      fieldIn(type, field, keyFieldTypes[field] ?? 'ID!', { directives: ['@shareable'] });
      if (field === 'org') declareOrg(subgraph);
    }
  }
  return type;
}

function declareOrg(subgraph: DraftSubgraph): void {
  const org = typeIn(subgraph, 'Org');
  org.directives.add('@shareable');
  fieldIn(org, 'id', 'ID!');
  fieldIn(org, 'kind', 'Int!');
}

/** Leaf fields: each in one subgraph, or shared by two of which one may promise more, or taken over by another. */
export function declareLeaves(draft: Draft): void {
  for (const entity of draft.entities) {
    const names = draft.random.some(draft.pool.leafNames, 3 + draft.random.below(5));
    for (const name of names) declareLeaf(draft, entity, name);
  }
}

function declareLeaf({ random, pool }: Draft, entity: DraftEntity, name: string): void {
  const [first, second] = random.some([...entity.participants], 2);
  if (first === undefined) return;
  const type = pool.leafType(name);
  const args = random.chance(0.25) ? pool.args(random) : '';
  const own = ownField(entity, first, name, type, { args });
  if (random.chance(0.12)) own.directives.add('@inaccessible');
  if (second === undefined) return;
  const there = typeIn(second, entity.name);
  if (random.chance(0.35)) {
    own.directives.add('@shareable');
    // The API takes the weaker type of the two.
    const stronger = random.chance(0.6) ? `${type.replace(/!$/, '')}!` : type;
    fieldIn(there, name, stronger, { args, directives: ['@shareable'] });
    entity.fields.get(name)?.owners.add(second);
  } else if (random.chance(0.15)) {
    fieldIn(there, name, type, { args, directives: [`@override(from: "${first.name}")`] });
    entity.fields.set(name, { field: own, owners: new Set([second]) });
  }
}

/** Adds a field that one subgraph resolves. */
export function ownField(
  entity: DraftEntity,
  subgraph: DraftSubgraph,
  name: string,
  type: string,
  options: { readonly args?: string; readonly directives?: readonly string[] } = {},
): DraftField {
  const field = fieldIn(typeIn(subgraph, entity.name), name, type, options);
  const owned = entity.fields.get(name) ?? { field, owners: new Set<DraftSubgraph>() };
  owned.owners.add(subgraph);
  entity.fields.set(name, owned);
  return field;
}
