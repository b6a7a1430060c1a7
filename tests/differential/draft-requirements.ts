// Fields of a draft that @requires others: leaves, values, entities, fields with arguments, fields that themselves require.
import { type DraftSubgraph, fieldIn, typeIn } from './draft.ts';
import { type Draft, type DraftEntity, entityIn, type OwnedField, ownField } from './draft-entities.ts';
import { declareValue, isLeafField } from './draft-relations.ts';

export function declareRequirements(draft: Draft): void {
  const { random } = draft;
  let count = 0;
  for (const entity of draft.entities) {
    for (const subgraph of entity.participants) {
      const wanted = random.chance(0.5) ? 1 + random.below(2) : 0;
      for (let index = 0; index < wanted; index++) if (declareRequirement(draft, entity, subgraph, `calc${count}`)) count++;
    }
  }
}

function declareRequirement(draft: Draft, entity: DraftEntity, subgraph: DraftSubgraph, name: string): boolean {
  const { random } = draft;
  const type = typeIn(subgraph, entity.name);
  const candidates = [...entity.fields.values()].filter(({ field, owners }) => {
    const known = type.fields.get(field.name);
    return !owners.has(subgraph) && (known === undefined || known.directives.has('@external'));
  });
  const selections = random.some(candidates, 1 + random.below(2)).flatMap((owned) => require(draft, entity, subgraph, owned));
  if (selections.length === 0) return false;
  const options = { directives: [`@requires(fields: "${selections.join(' ')}")`], args: random.chance(0.2) ? draft.pool.args(random) : '' };
  ownField(entity, subgraph, name, random.pick(['String', 'String', 'String!', '[String]']), options);
  return true;
}

/** The selection of a required field, whose copy becomes @external here; none if it cannot be required. */
function require(draft: Draft, entity: DraftEntity, subgraph: DraftSubgraph, { field }: OwnedField): string[] {
  const type = typeIn(subgraph, entity.name);
  const target = field.type.replace(/\W/g, '');
  const external = () => fieldIn(type, field.name, field.type, { args: field.args, directives: ['@external'] });
  // Stock is wrong in most cases of both, which would leave little to compare.
  if ((field.name.startsWith('calc') || /^\[\[[A-Z]/.test(field.type)) && draft.random.chance(0.6)) return [];
  if (isLeafField(draft, field.name) || field.name.startsWith('calc')) {
    external();
    return [`${field.name}${requiredArguments(field.args)}`];
  }
  if (target === 'Size' || target === 'Place') {
    external();
    declareValue(subgraph, target);
    return [target === 'Size' ? 'size { width unit }' : `${field.name} { street size { height } }`];
  }
  const reached = draft.entities.find(({ name }) => name === target);
  return reached === undefined || field.args !== '' ? [] : requireThrough(draft, reached, subgraph, field.name, external);
}

/** A leaf of an entity behind the required field. */
function requireThrough(draft: Draft, reached: DraftEntity, subgraph: DraftSubgraph, name: string, external: () => unknown): string[] {
  const type = entityIn(draft, reached, subgraph);
  const leaf = [...reached.fields.values()].find(
    ({ field, owners }) =>
      isLeafField(draft, field.name) &&
      field.args === '' &&
      !owners.has(subgraph) &&
      (type.fields.get(field.name)?.directives.has('@external') ?? true),
  );
  if (leaf === undefined) return [];
  external();
  fieldIn(type, leaf.field.name, leaf.field.type, { directives: ['@external'] });
  return [`${name} { ${leaf.field.name} }`];
}

/** Values for the arguments of a required field; a field without gets none. */
function requiredArguments(args: string): string {
  if (args === '') return '';
  if (args.includes('flag')) return '(flag: true, list: [3])';
  if (args.includes('first')) return '(first: 3)';
  if (args.includes('color')) return '(color: BLUE)';
  return '';
}
