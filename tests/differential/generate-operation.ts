// Generates a valid operation over an API schema: fragments of every kind, aliases, variables, conditions, introspection, several operations.
import {
  type GraphQLAbstractType,
  GraphQLBoolean,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import { createOperationParts, type OperationParts } from './operation-parts.ts';
import type { Random } from './random.ts';
import type { Operation } from './sides.ts';

export interface GeneratedOperation extends Operation {
  /** An alias has the name of another field: there stock's planner is wrong, and only the reference decides. */
  readonly collides: boolean;
}

/** @throws {Error} if no valid operation is found in many attempts */
export function generateOperation(random: Random, schema: GraphQLSchema): GeneratedOperation {
  for (let attempt = 0; attempt < 50; attempt++) {
    const operation = attemptOperation(random.fork(`attempt ${attempt}`), schema);
    if (validate(schema, parse(operation.text)).length === 0) return operation;
  }
  throw new Error('no valid operation found');
}

interface Writing {
  readonly random: Random;
  readonly schema: GraphQLSchema;
  readonly parts: OperationParts;
  readonly fragments: { readonly name: string; readonly on: string; readonly text: string }[];
  /** Fields that may still be written. */
  budget: number;
}

function attemptOperation(random: Random, schema: GraphQLSchema): GeneratedOperation {
  const mutation = schema.getMutationType();
  const isMutation = mutation != null && random.chance(0.2);
  const root = isMutation ? mutation : schema.getQueryType();
  if (root == null) throw new Error('an API without queries');
  const options = { booleanType: new GraphQLNonNull(GraphQLBoolean), mayCollide: random.chance(0.12), hostile: random.chance(0.15) };
  const parts = createOperationParts(random, options);
  const writing: Writing = { random, schema, parts, fragments: [], budget: 4 + random.below(24) };
  const selections = rootSelections(writing, root);
  const name = random.chance(0.6) ? 'Main' : '';
  const several = random.chance(0.15);
  const operationName = several || name !== '' ? 'Main' : undefined;
  const header =
    operationName === undefined && parts.definitions() === '' && !isMutation
      ? ''
      : `${isMutation ? 'mutation' : 'query'} ${operationName ?? ''}${parts.definitions()} `;
  const other = several ? '\nquery Other { __typename }' : '';
  const text = [
    `${header}{ ${selections} }${other}`,
    ...writing.fragments.map((one) => `fragment ${one.name} on ${one.on} { ${one.text} }`),
  ].join('\n');
  const variables = random.chance(0.03) ? withWrongValue(parts.values) : parts.values;
  return { text, variables, collides: parts.collides, ...(operationName === undefined ? {} : { operationName }) };
}

const withWrongValue = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value], index) => [name, index === 0 ? { wrong: value } : value]));

const introspections = [
  '__schema { queryType { name } mutationType { name fields { name } } }',
  'about: __type(name: "Book") { kind name fields(includeDeprecated: true) { name type { kind name ofType { name } } } }',
  // Not the types of the schema: their order has no meaning.
  '__schema { queryType { kind fields { name args { name defaultValue } } } }',
];

function rootSelections(writing: Writing, root: GraphQLObjectType): string {
  const { random } = writing;
  const fields = random.some(Object.values(root.getFields()), 1 + random.below(4)).map((field) => fieldText(writing, field, [], 3));
  const written = fields.filter((text) => text !== '');
  const isQuery = root.name === 'Query';
  if (random.chance(0.1) || written.length === 0) written.push('__typename');
  if (isQuery && random.chance(0.08)) written.push(random.pick(introspections));
  if (isQuery && random.chance(0.05)) written.push(`about: __type(name: ${writing.parts.variable(typeNameType)}) { name kind }`);
  if (random.chance(0.12)) return `${written.slice(1).join(' ')} ... on ${root.name}${writing.parts.condition()} { ${written[0]} }`;
  return written.join(' ');
}

const typeNameType = new GraphQLNonNull(GraphQLString);

/** `name`, alias, arguments, condition and selection of a field; nothing if it may not be written any more. */
function fieldText(writing: Writing, field: GraphQLField<unknown, unknown>, others: readonly string[], depth: number): string {
  const { parts } = writing;
  const type = getNamedType(field.type);
  writing.budget--;
  if (!isCompositeType(type))
    return `${parts.alias(field.name, others)}${field.name}${parts.argumentsOf(field.name, field.args)}${parts.condition()}`;
  if (depth === 0 || writing.budget <= 0) return '';
  const selection = selectionText(writing, type, depth - 1);
  return `${parts.alias(field.name, others)}${field.name}${parts.argumentsOf(field.name, field.args)}${parts.condition()} { ${selection} }`;
}

function selectionText(writing: Writing, type: GraphQLCompositeType, depth: number): string {
  const { random } = writing;
  const texts: string[] = [];
  if (!isUnionType(type)) {
    const fields = Object.values(type.getFields());
    const names = fields.map(({ name }) => name);
    const count = 1 + random.below(isAbstractType(type) ? 3 : 5);
    texts.push(...random.some(fields, count).map((field) => fieldText(writing, field, names, depth)));
  }
  if (isAbstractType(type) && random.chance(0.5)) texts.push(sameLeafText(writing, type));
  const fragments = isAbstractType(type) ? 1 + random.below(3) : random.chance(0.2) ? 1 : 0;
  for (let index = 0; index < fragments && writing.budget > 0; index++) texts.push(fragmentText(writing, type, depth));
  if (random.chance(isAbstractType(type) ? 0.4 : 0.15)) texts.push(`${random.chance(0.2) ? 'kind: ' : ''}__typename`);
  const written = texts.filter((text) => text !== '');
  return written.length === 0 ? '__typename' : random.some(written, written.length).join(' ');
}

/** One leaf asked of every type that has it, each in a fragment of its own. */
function sameLeafText({ random, schema }: Writing, type: GraphQLAbstractType): string {
  const possible = schema.getPossibleTypes(type);
  const names = possible.flatMap((one) =>
    Object.values(one.getFields()).filter((field) => field.args.length === 0 && isLeafType(getNamedType(field.type))),
  );
  const shared = names.map(({ name }) => name).filter((name, index, all) => all.indexOf(name) < index);
  if (shared.length === 0) return '';
  const name = shared.includes('label') && random.chance(0.6) ? 'label' : random.pick(shared);
  const having = possible.filter((one) => Object.hasOwn(one.getFields(), name) && one.getFields()[name]?.args.length === 0);
  return having.map((one) => `... on ${one.name} { ${name} }`).join(' ');
}

function fragmentText(writing: Writing, type: GraphQLCompositeType, depth: number): string {
  const { random, schema, parts, fragments } = writing;
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const abstract = possible.flatMap((one) => one.getInterfaces());
  const on = random.chance(0.15) ? type : random.pick<GraphQLCompositeType>([...possible, ...possible, ...abstract]);
  if (random.chance(0.65)) {
    const condition = on === type && random.chance(0.5) ? '' : ` on ${on.name}`;
    return `...${condition}${parts.condition()} { ${selectionText(writing, on, depth)} }`;
  }
  const known = fragments.filter((one) => one.on === on.name);
  if (known.length > 0 && random.chance(0.5)) return `...${random.pick(known).name}${parts.condition()}`;
  const text = selectionText(writing, on, depth);
  const fragment = { name: `Part${fragments.length}`, on: on.name, text };
  fragments.push(fragment);
  return `...${fragment.name}${parts.condition()}`;
}
