// The tree that subgraphs could have given for an operation, with or without values that the schema does not allow.
import {
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { type JsonObject, put } from '../execute/objects.ts';
import type { Random } from './random.ts';

export interface TreeRequest {
  readonly random: Random;
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** How likely a value is odd; 0 gives a tree that the schema allows throughout. */
  readonly oddity: number;
  /** Every object says its type, and no odd value is an object or a list. */
  readonly typed?: boolean;
}

export interface GeneratedTree {
  readonly data: JsonObject;
  readonly odd: number;
}

export function generateTree(request: TreeRequest, set: SelectionSetNode): GeneratedTree {
  const query = request.schema.getQueryType();
  if (!query) throw new Error('The schema has a query type.');
  const count = { odd: 0 };
  return { data: objectOf({ ...request, count }, query, [set], true), odd: count.odd };
}

interface Generation extends TreeRequest {
  readonly count: { odd: number };
}

/** Conditions are ignored: what is not selected does no harm. */
function objectOf(generation: Generation, type: GraphQLObjectType, sets: readonly SelectionSetNode[], isPlain: boolean): JsonObject {
  const { random, typed = false } = generation;
  const object: JsonObject = {};
  if (typed || !isPlain || random.chance(0.6)) object['__typename'] = type.name;
  const isRoot = type === generation.schema.getQueryType();
  if (!isRoot && isOdd(generation))
    object['__typename'] = random.pick(['Nowhere', 'Book', 'Song', 'Named', 'Colour', null, 7, ...(typed ? [] : [''])]);
  for (const [name, { field, below }] of fieldsOf(generation, type, sets)) {
    const definition = type.getFields()[field];
    if (field === '__typename') {
      if (name !== '__typename' && object['__typename'] === type.name) put(object, name, type.name);
    } else if (definition !== undefined && !isOdd(generation)) put(object, name, valueIn(generation, definition.type, below));
  }
  return object;
}

function isOdd({ random, oddity, count }: Generation): boolean {
  const odd = random.chance(oddity);
  if (odd) count.odd += 1;
  return odd;
}

function fieldsOf(generation: Generation, type: GraphQLObjectType, sets: readonly SelectionSetNode[]) {
  const fields = new Map<string, { readonly field: string; readonly below: SelectionSetNode[] }>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const known = fields.get(name) ?? { field: selection.name.value, below: [] };
        if (selection.selectionSet !== undefined) known.below.push(selection.selectionSet);
        fields.set(name, known);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : generation.fragments.get(selection.name.value);
      const condition = generation.schema.getType(fragment?.typeCondition?.name.value ?? type.name);
      const applies = condition === type || (isAbstractType(condition) && generation.schema.isSubType(condition, type));
      if (fragment !== undefined && applies) visit(fragment.selectionSet);
    }
  };
  for (const set of sets) visit(set);
  return fields;
}

const oddScalars: readonly unknown[] = [null, 'text', 7, 1.5, 1e20, true, 'constructor'];
const oddValues: readonly unknown[] = [...oddScalars, [], {}, [null], ['x'], [[]], { a: 1 }];

function valueIn(generation: Generation, type: GraphQLOutputType, below: readonly SelectionSetNode[]): unknown {
  const { random, schema, typed = false } = generation;
  if (isOdd(generation)) return random.pick(typed ? oddScalars : oddValues);
  if (isNonNullType(type)) return valueIn({ ...generation, oddity: 0 }, type.ofType, below) ?? valueIn(generation, type, below);
  if (random.chance(0.12)) return null;
  if (isListType(type)) return Array.from({ length: random.below(4) }, () => valueIn(generation, type.ofType, below));
  const named = getNamedType(type);
  if (isLeafType(named)) return leafOf(random, named.name);
  const possible = isAbstractType(named) ? schema.getPossibleTypes(named) : isObjectType(named) ? [named] : [];
  return objectOf(generation, random.pick(possible), below, isObjectType(named));
}

const texts = ['', 'plain', 'with "quotes"', 'back\\slash', 'line\nend', 'é', '\u2028', '</script>', '\ud83d\ude00', '\ud800'];
const leafValues: Readonly<Record<string, readonly unknown[]>> = {
  Int: [0, 1, -7, 2_147_483_647, 2_147_483_648, 1e15],
  Float: [0, 1.5, -1e-7, 1e21, 3],
  String: texts,
  Boolean: [true, false],
  ID: ['1', '', 'with "quotes"', 7, 9_007_199_254_740_991],
  Colour: ['RED', 'GREEN', 'constructor'],
  Json: [1, 'x', { a: [1, { b: null }] }, [[], {}], false, { ['__proto__']: 1 }],
};

const leafOf = (random: Random, type: string): unknown => random.pick(leafValues[type] ?? [null]);
