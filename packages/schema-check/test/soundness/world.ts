// A world that answers operations alike on two schemas, but for what they say differently.
import {
  type ExecutionResult,
  execute,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { hashOf } from './random.ts';

interface Entity {
  readonly __typename: string;
  /** How it was reached. */
  readonly path: string;
}

/**
 * Executes an operation. Each value is chosen by the way to it and the arguments that `known` has too: among everything that the schema allows there,
 * null and what is new in enums and abstract types included. So two schemas answer differently as soon as they allow different values.
 */
export function answerOf(
  schema: GraphQLSchema,
  known: GraphQLSchema,
  text: string,
  variableValues: Readonly<Record<string, unknown>>,
): ExecutionResult {
  const result = execute({
    schema,
    document: parse(text),
    variableValues,
    rootValue: { __typename: 'Query', path: '' } satisfies Entity,
    typeResolver: ({ __typename }: Entity) => __typename,
    fieldResolver: ({ path }: Entity, args: Readonly<Record<string, unknown>>, _context, { parentType, fieldName, returnType }) => {
      const type = known.getType(parentType.name);
      const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
      return resolvedOf(returnType, schema, `${path}.${fieldName}${JSON.stringify(knownOf(field?.args ?? [], args))}`);
    },
  });
  if (result instanceof Promise) throw new Error('Nothing here takes time.');
  return result;
}

function resolvedOf(type: GraphQLOutputType, schema: GraphQLSchema, path: string): unknown {
  if (!isNonNullType(type)) return hashOf(`${path}?`) % 7 === 0 ? null : presentValueOf(type, schema, path);
  return presentValueOf(type.ofType, schema, path);
}

function presentValueOf(type: GraphQLOutputType, schema: GraphQLSchema, path: string): unknown {
  if (isListType(type)) return [0, 1].map((index) => resolvedOf(type.ofType, schema, `${path}.${index}`));
  const hash = hashOf(path);
  if (isEnumType(type)) return chosen(type.getValues(), hash);
  if (isAbstractType(type)) return { __typename: chosen(schema.getPossibleTypes(type), hash), path };
  if (isObjectType(type)) return { __typename: type.name, path };
  const { name } = getNamedType(type);
  if (name === 'Boolean') return hash % 2 === 0;
  return name === 'Int' ? hash % 1_000_000 : `text ${hash}`;
}

/** Whatever the order of the schema. */
const chosen = (items: readonly { readonly name: string }[], hash: number): string | undefined =>
  items.map(({ name }) => name).toSorted()[hash % items.length];

/** Of coerced arguments, those that a resolver for the known schema would read. */
function knownOf(args: readonly GraphQLArgument[], values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(args.filter(({ name }) => name in values).map(({ name, type }) => [name, knownValueOf(type, values[name])]));
}

function knownValueOf(type: GraphQLInputType, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => knownValueOf(type, item));
  const named = getNamedType(type);
  if (!isInputObjectType(named) || typeof value !== 'object' || value === null) return value;
  const given = Object.values(named.getFields()).filter(({ name }) => name in value);
  return Object.fromEntries(given.map((field) => [field.name, knownValueOf(field.type, Reflect.get(value, field.name))]));
}
