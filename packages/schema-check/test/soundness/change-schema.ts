// One change to a generated schema, of any kind; the result may be no valid schema.
import type { Random } from './random.ts';
import {
  defaultFor,
  type FieldModel,
  fieldModel,
  type InputModel,
  inputModel,
  outputTypes,
  type SchemaModel,
  wrapped,
} from './schema-model.ts';

type SchemaChange = (model: SchemaModel, random: Random) => void;

/** A type, with the interface or the implementations that have to change with it, mostly. */
function familyOf({ composites }: SchemaModel, random: Random) {
  const [name, type] = random.pick([...composites]);
  if (random.chance(0.2)) return [type];
  const related = [...composites].filter(([other, { interfaces }]) => interfaces.has(name) || type.interfaces.has(other));
  return [type, ...related.map(([, each]) => each)];
}

function fieldFamily(model: SchemaModel, random: Random): readonly FieldModel[] {
  const family = familyOf(model, random);
  const name = random.pick([...(family[0]?.fields.keys() ?? [])]);
  return family.flatMap(({ fields }) => fields.get(name) ?? []);
}

/** The arguments of one field, in all its family, or of the directive, or the fields of an input object. */
function inputMaps(model: SchemaModel, random: Random): readonly Map<string, InputModel>[] {
  if (random.chance(0.1) && model.directive !== null) return [model.directive.args];
  if (random.chance(0.5)) return [random.pick([...model.inputs.values()]).fields];
  return fieldFamily(model, random).map(({ args }) => args);
}

function eachInput(model: SchemaModel, random: Random, change: (input: InputModel) => void): void {
  const maps = inputMaps(model, random);
  const name = random.pick([...(maps[0]?.keys() ?? [])]);
  for (const inputs of maps) {
    const input = inputs.get(name);
    if (input !== undefined) change(input);
  }
}

const changes: readonly SchemaChange[] = [
  (model, random) => {
    const field = fieldModel(random);
    for (const { fields } of familyOf(model, random)) fields.set('added', structuredClone(field));
  },
  (model, random) => {
    const family = familyOf(model, random);
    const name = random.pick([...(family[0]?.fields.keys() ?? [])]);
    for (const { fields } of family) fields.delete(name);
  },
  (model, random) => {
    const type = wrapped(random.pick(outputTypes), random);
    for (const field of fieldFamily(model, random)) field.type = type;
  },
  (model, random) => {
    for (const field of fieldFamily(model, random)) field.type = field.type.endsWith('!') ? field.type.slice(0, -1) : `${field.type}!`;
  },
  (model, random) => {
    for (const field of fieldFamily(model, random)) field.deprecated = !field.deprecated;
  },
  (model, random) => {
    const input = inputModel(random, 0.3);
    for (const inputs of inputMaps(model, random)) inputs.set('added', { ...input });
  },
  (model, random) => {
    const maps = inputMaps(model, random);
    const name = random.pick([...(maps[0]?.keys() ?? [])]);
    for (const inputs of maps) inputs.delete(name);
  },
  (model, random) => {
    const input = inputModel(random, 0.3);
    eachInput(model, random, (each) => Object.assign(each, input));
  },
  (model, random) => {
    eachInput(model, random, (each) => {
      each.type = each.type.endsWith('!') ? each.type.slice(0, -1) : `${each.type}!`;
    });
  },
  (model, random) => {
    const remove = random.chance(0.3);
    eachInput(model, random, (each) => {
      each.byDefault = remove ? null : defaultFor(each.type, random);
    });
  },
  (model, random) => {
    random.pick([...model.enums.values()]).add('ADDED');
  },
  (model, random) => {
    const values = random.pick([...model.enums.values()]);
    values.delete(random.pick([...values]));
  },
  (model, random) => {
    random.pick([...model.unions.values()]).add(random.pick(['A', 'B', 'C', 'D']));
  },
  (model, random) => {
    const members = random.pick([...model.unions.values()]);
    members.delete(random.pick([...members]));
  },
  (model, random) => {
    model.composites.get('D')?.interfaces.add(random.pick(['IOne', 'ITwo']));
  },
  (model, random) => {
    const type = model.composites.get(random.pick(['A', 'B', 'C']));
    if (type !== undefined) type.interfaces.delete(random.pick([...type.interfaces]));
  },
  (model) => {
    const one = model.inputs.get('One');
    if (one !== undefined) one.oneOf = !one.oneOf;
  },
  (model, random) => {
    model.composites.set('E', {
      interfaces: new Set(random.chance(0.5) ? ['ITwo'] : []),
      fields: structuredClone(model.composites.get('ITwo')?.fields ?? new Map()),
    });
  },
  (model) => {
    model.composites.delete('D');
    for (const members of model.unions.values()) members.delete('D');
  },
  (model, random) => {
    if (model.directive === null) return;
    if (random.chance(0.3)) model.directive = null;
    else if (random.chance(0.5)) model.directive.repeatable = !model.directive.repeatable;
    else model.directive.locations = new Set(['FIELD']);
  },
];

/** One to three changes. @throws {RangeError} when there is nothing left to change. */
export function changedSchema(model: SchemaModel, random: Random): SchemaModel {
  const changed = structuredClone(model);
  for (let count = 1 + random.below(3); count > 0; count--) random.pick(changes)(changed, random);
  return changed;
}
