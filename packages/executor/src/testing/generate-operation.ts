// Operations of a schema: aliases, fragments on every kind of type, conditions, repeated fields.
import {
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { Random } from './random.ts';

const conditions = ['@include(if: $x)', '@skip(if: $x)', '@include(if: $y)', '@skip(if: $y)', '@include(if: true)', '@skip(if: true)'];
const aliases = ['__proto__', 'constructor', 'valueOf', 'first', 'e0', 'kind'];

interface Generation {
  readonly random: Random;
  readonly schema: GraphQLSchema;
  readonly fragments: Map<string, string>;
}

/** As text; valid but for fields that do not merge, which are tried again. */
export function generateOperation(random: Random, schema: GraphQLSchema): string {
  for (;;) {
    const generation = { random, schema, fragments: new Map<string, string>() };
    const root = selectionSet(generation, schema.getQueryType() ?? fail(), 0);
    const text = `query ($x: Boolean!, $y: Boolean = true) ${root} ${[...generation.fragments.values()].join(' ')}`;
    if (isValid(schema, text)) return text;
  }
}

function isValid(schema: GraphQLSchema, text: string): boolean {
  const faults = validate(schema, parse(text));
  return faults.every(({ message }) => message.includes('is never used'));
}

function selectionSet(generation: Generation, type: GraphQLCompositeType, depth: number): string {
  const { random } = generation;
  const count = 1 + random.below(depth === 0 ? 6 : 4);
  const selections = Array.from({ length: count }, () => selection(generation, type, depth)).filter((one) => one !== null);
  return `{ ${selections.length === 0 ? '__typename' : selections.join(' ')} }`;
}

function selection(generation: Generation, type: GraphQLCompositeType, depth: number): string | null {
  const { random, schema } = generation;
  const condition = random.chance(0.25) ? ` ${random.pick(conditions)}` : '';
  if (random.chance(0.12)) return `${random.chance(0.3) ? `${random.pick(['kind', 't', '__proto__'])}: ` : ''}__typename${condition}`;
  if (random.chance(0.25) && depth < 5) {
    const within = related(schema, type);
    const on = random.chance(0.2) ? type : random.pick(within);
    if (random.chance(0.4)) return `...${fragmentOn(generation, on, depth)}${condition}`;
    if (random.chance(0.2)) return `...${condition} ${selectionSet(generation, type, depth + 1)}`;
    return `... on ${on.name}${condition} ${selectionSet(generation, on, depth + 1)}`;
  }
  if (!('getFields' in type)) return '__typename';
  const field = random.pick(Object.values(type.getFields()));
  const named = getNamedType(field.type);
  if (isCompositeType(named) && depth > 3) return null;
  const alias = random.chance(0.2) ? `${random.pick(aliases)}: ` : '';
  return `${alias}${field.name}${condition}${isCompositeType(named) ? ` ${selectionSet(generation, named, depth + 1)}` : ''}`;
}

function fragmentOn(generation: Generation, type: GraphQLCompositeType, depth: number): string {
  const existing = [...generation.fragments.keys()].filter((name) => name.startsWith(`${type.name}_`));
  if (existing.length > 0 && generation.random.chance(0.5)) return generation.random.pick(existing);
  // Its own fragments come first: no cycles.
  const text = selectionSet(generation, type, depth + 2);
  const name = `${type.name}_${generation.fragments.size}`;
  generation.fragments.set(name, `fragment ${name} on ${type.name} ${text}`);
  return name;
}

/** Types that an object of this one may be of. */
function related(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  return Object.values(schema.getTypeMap()).filter((other): other is GraphQLCompositeType => {
    if (!isCompositeType(other) || other.name.startsWith('__')) return false;
    return objects.some((object) => (isObjectType(other) ? other === object : schema.isSubType(other, object)));
  });
}

function fail(): never {
  throw new Error('The schema has a query type.');
}
