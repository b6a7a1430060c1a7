// Valid operations on a schema, with values for their variables.
import {
  doTypesOverlap,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import type { Random } from './random.ts';

export interface Operation {
  readonly text: string;
  /** Values that the schema takes for its variables: given in several ways, null and omitted where that is allowed. */
  readonly variableSets: readonly Readonly<Record<string, unknown>>[];
}

interface Writing {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly variables: { readonly name: string; readonly type: GraphQLInputType; readonly byDefault: boolean }[];
}

export function generateOperation(schema: GraphQLSchema, random: Random): Operation {
  const writing: Writing = { schema, random, variables: [] };
  const root = schema.getQueryType();
  if (root == null) throw new RangeError('There is no query type.');
  const selections = selectionsOf(root, 0, writing);
  const definitions = writing.variables.map(
    ({ name, type, byDefault }) => `$${name}: ${type}${byDefault ? ` = ${literalOf(type, writing, false)}` : ''}`,
  );
  const head = definitions.length === 0 ? 'query' : `query (${definitions.join(', ')})`;
  const variableSets = [0, 1, 2].map((turn) =>
    Object.fromEntries(
      writing.variables.flatMap(({ name, type, byDefault }): [string, unknown][] => {
        const mayBeOmitted = !isNonNullType(type) || byDefault;
        if (mayBeOmitted && turn === 1) return [];
        return [[name, !isNonNullType(type) && turn === 2 ? null : sampleOf(type, random)]];
      }),
    ),
  );
  return { text: `${head} ${selections}`, variableSets };
}

function selectionsOf(type: GraphQLCompositeType, depth: number, writing: Writing): string {
  const { random, schema } = writing;
  const parts = isAbstractType(type) || random.chance(0.2) ? ['__typename'] : [];
  const fields = isUnionType(type) ? [] : Object.values(type.getFields());
  for (let count = 1 + random.below(3); count > 0 && fields.length > 0; count--) {
    const part = fieldOf(random.pick(fields), depth, parts.length, writing);
    if (part !== null) parts.push(part);
  }
  if (isAbstractType(type) && depth < 4) {
    const conditions = Object.values(schema.getTypeMap())
      .filter(isCompositeType)
      .filter((other) => doTypesOverlap(schema, type, other));
    for (let count = random.below(3); count > 0 && conditions.length > 0; count--) {
      const condition = random.pick(conditions);
      parts.push(`... on ${condition.name}${directiveOf('INLINE_FRAGMENT', writing)} ${selectionsOf(condition, depth + 1, writing)}`);
    }
  }
  return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
}

function fieldOf(field: GraphQLField<unknown, unknown>, depth: number, index: number, writing: Writing): string | null {
  const { random } = writing;
  const named = getNamedType(field.type);
  if (isCompositeType(named) && depth >= 3) return null;
  // Some without an alias: fragments on several types then select one response name.
  const alias = field.args.length > 0 || random.chance(0.5) ? `${field.name}${depth}_${index}_${random.below(1000)}: ` : '';
  const args = argumentsOf(field.args, writing);
  const selections = isCompositeType(named) ? ` ${selectionsOf(named, depth + 1, writing)}` : '';
  return `${alias}${field.name}${args}${directiveOf('FIELD', writing)}${selections}`;
}

function argumentsOf(defined: readonly GraphQLArgument[], writing: Writing): string {
  const given = defined.filter((argument) => isRequiredArgument(argument) || writing.random.chance(0.5));
  return given.length === 0 ? '' : `(${given.map(({ name, type }) => `${name}: ${literalOf(type, writing, true)}`).join(', ')})`;
}

function directiveOf(location: string, writing: Writing): string {
  const directive = writing.schema.getDirective('d');
  if (directive == null || !writing.random.chance(0.1) || !directive.locations.some((each) => each === location)) return '';
  return ` @d${argumentsOf(directive.args, writing)}`;
}

/** A literal, or a variable that is made for it. */
function literalOf(type: GraphQLInputType, writing: Writing, mayVary: boolean): string {
  const { random, variables } = writing;
  if (mayVary && random.chance(0.35)) {
    const name = `v${variables.length}`;
    variables.push({ name, type, byDefault: !isNonNullType(type) && random.chance(0.3) });
    return `$${name}`;
  }
  if (!isNonNullType(type) && random.chance(0.15)) return 'null';
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (isListType(nullable))
    return `[${Array.from({ length: random.below(3) }, () => literalOf(nullable.ofType, writing, mayVary)).join(', ')}]`;
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields());
    if (nullable.isOneOf) {
      const { name, type: inner } = random.pick(fields);
      return `{ ${name}: ${literalOf(inner, writing, false).replace('null', getNamedType(inner).name === 'Int' ? '7' : '"a"')} }`;
    }
    const given = fields.filter((field) => isRequiredArgument(field) || random.chance(0.5));
    return `{ ${given.map((field) => `${field.name}: ${literalOf(field.type, writing, mayVary)}`).join(', ')} }`;
  }
  const value = sampleOf(nullable, random);
  return isEnumType(nullable) ? String(value ?? 'null') : JSON.stringify(value);
}

/** Not null where the type allows another. */
function sampleOf(type: GraphQLInputType, random: Random): unknown {
  const nullable = isNonNullType(type) ? type.ofType : type;
  if (isListType(nullable)) return Array.from({ length: random.below(3) }, () => sampleOf(nullable.ofType, random));
  if (isEnumType(nullable)) return random.pick(nullable.getValues()).name;
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields());
    const given = nullable.isOneOf ? [random.pick(fields)] : fields.filter((field) => isRequiredArgument(field) || random.chance(0.4));
    return Object.fromEntries(given.map((field) => [field.name, sampleOf(field.type, random)]));
  }
  if (nullable.name === 'Int') return random.below(9);
  return nullable.name === 'Boolean' ? random.chance(0.5) : random.pick(['a', 'b', 'c']);
}
