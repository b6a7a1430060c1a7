// Every field of the API that takes arguments, with a query that reaches it: the tables of attacks are made of the schema.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiSchemaOf } from '@tributary/schema-check';
import { root } from '@tributary/test-kit';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredInputField,
} from 'graphql';

/** A field and the fields above it, from the root; each with its required arguments. */
export interface ReachedField {
  /** Of the schema: `Product.reviews`. */
  readonly coordinate: string;
  readonly args: readonly GraphQLArgument[];
  /** A query of the field under these arguments, as they are written between the brackets; its value is aliased `value`. */
  query(args: Readonly<Record<string, string>>, variables?: string): string;
  /** What the query selects of it: the nodes of a connection, else its type's name or nothing. */
  readonly isConnection: boolean;
}

/** Of what is there in the sample data, so that what is below it runs. */
const ids: Readonly<Record<string, string>> = { customer: 'ALFKI', order: '10643', user: '11' };

const schema = apiSchemaOf(readFileSync(join(root, 'supergraph.graphql'), 'utf8'));

/** Every field with arguments that a query can reach, by the shortest way. */
export function reachedFields(): readonly ReachedField[] {
  const reached: ReachedField[] = [];
  const seen = new Set(['Query']);
  let level = [{ type: schema.getQueryType(), around: (selection: string) => `{ ${selection} }` }];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { type, around } of level) {
      for (const field of Object.values(type?.getFields() ?? {})) {
        if (field.args.length > 0) reached.push(reachedField(`${type?.name}.${field.name}`, field, around));
        const named = getNamedType(field.type);
        if (!isObjectType(named) || seen.has(named.name)) continue;
        seen.add(named.name);
        next.push({ type: named, around: (selection) => around(`${field.name}${written(requiredOf(field))} { ${selection} }`) });
      }
    }
    level = next;
  }
  return reached;
}

type AnyField = GraphQLField<unknown, unknown>;

function reachedField(coordinate: string, field: AnyField, around: (selection: string) => string): ReachedField {
  const type = getNamedType(field.type);
  const isConnection = type.name.endsWith('Connection');
  const below = isConnection ? ' { nodes { __typename } }' : isObjectType(type) ? ' { __typename }' : '';
  return {
    coordinate,
    args: field.args,
    isConnection,
    query: (args, variables = '') => {
      const all = written({ ...requiredOf(field), ...args });
      return `${variables === '' ? '' : `query (${variables}) `}${around(`value: ${field.name}${all}${below}`)}`;
    },
  };
}

const written = (args: Readonly<Record<string, string>>): string => {
  const texts = Object.entries(args).map(([name, value]) => `${name}: ${value}`);
  return texts.length === 0 ? '' : `(${texts.join(', ')})`;
};

const requiredOf = (field: AnyField): Readonly<Record<string, string>> =>
  Object.fromEntries(
    field.args.filter(isRequiredInputField).map(({ name, type }) => [name, name === 'id' ? `"${ids[field.name] ?? '1'}"` : sampleOf(type)]),
  );

/** Any value of a type, as it is written in a document. */
export function sampleOf(type: GraphQLInputType): string {
  const bare = getNullableType(type);
  if (isListType(bare)) return `[${sampleOf(bare.ofType)}]`;
  if (isEnumType(bare)) return bare.getValues()[0]?.name ?? 'null';
  if (!isInputObjectType(bare)) return { Int: '1', Boolean: 'true', Date: '"1997-01-01"' }[bare.name] ?? '"1"';
  const fields = Object.values(bare.getFields()).filter(isRequiredInputField);
  return `{ ${fields.map((field) => `${field.name}: ${sampleOf(field.type)}`).join(', ')} }`;
}
