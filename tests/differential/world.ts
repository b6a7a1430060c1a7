// The world behind the subgraphs: objects with values that depend on nothing but the seed and the coordinate, so every subgraph tells the same.
import { Kind, type SelectionSetNode, type TypeNode, valueFromASTUntyped } from 'graphql';
import { type Json, keyValue, leafValue } from './leaf-values.ts';
import { type Random, randomOf } from './random.ts';
import { directiveOf, type Facts, type FieldFact, fieldsArgument, namedTypeOf } from './sdl-facts.ts';

/** An object of the world; the same object is always the same instance. */
export interface Instance {
  readonly type: string;
  readonly id: number;
}

export type Value = Json | Instance | readonly Value[];

/** How much there is: a shrinker makes it smaller. */
export interface WorldOptions {
  readonly seed: number;
  readonly instances: number;
  readonly maxListLength: number;
  readonly nullProbability: number;
}

export interface World {
  /** The value of a field for these arguments. @throws {Error} if no subgraph resolves it */
  value(instance: Instance, field: string, args: Readonly<Record<string, unknown>>): Value;
  /** The value of a field that @requires, made of what it was given. */
  computed(instance: Instance, field: string, args: Readonly<Record<string, unknown>>, required: Json): Value;
  /** What a subgraph answers that must not be asked: the field is overridden by another. */
  decoy(instance: Instance, field: string, args: Readonly<Record<string, unknown>>): Value;
  /** The object that a representation stands for in a subgraph. */
  find(subgraph: string, typeName: string, representation: Readonly<Record<string, unknown>>): Instance | null;
  instance(type: string, id: number): Instance;
}

const instances = new WeakSet<object>();
export const isInstance = (value: unknown): value is Instance => typeof value === 'object' && value !== null && instances.has(value);

export function createWorld(facts: Facts, options: WorldOptions): World {
  const known = new Map<string, Instance>();
  const instance = (type: string, id: number): Instance => {
    const found = known.get(`${type}:${id}`) ?? Object.freeze({ type, id });
    known.set(`${type}:${id}`, found);
    instances.add(found);
    return found;
  };

  const drawn = (one: Instance, field: string, args: unknown, salt: string): Value => {
    const definitions = facts.definitions(one.type, field);
    const [first] = definitions;
    if (first === undefined) throw new Error(`no subgraph resolves ${one.type}.${field}`);
    const random = randomOf(`${options.seed}/${one.type}:${one.id}/${field}/${canonicalOf(args)}/${salt}`);
    const type = definitions.map(({ node }) => node.type).reduce(strongerOf);
    const named = namedTypeOf(type);
    if (facts.isKeyField(one.type, field)) return isLeaf(first, named) ? keyValue(named, one.type, one.id) : instance(named, one.id);
    const targets = definitions
      .map(({ subgraph }) => facts.possibleTypes(subgraph, named))
      .reduce((left, right) => left.filter((each) => right.includes(each)));
    const item = () =>
      isLeaf(first, named)
        ? leafValue(random, named, facts.enumValues(named))
        : targets.length === 0
          ? null
          : instance(random.pick(targets), random.below(options.instances));
    return wrapped(random, type, item, options);
  };

  const isLeaf = ({ subgraph }: FieldFact, name: string): boolean =>
    facts.type(subgraph, name) === undefined && facts.possibleTypes(subgraph, name).length === 0;

  const world: World = {
    instance,
    value(one, field, args) {
      const requires = facts
        .definitions(one.type, field)
        .map(({ node }) => directiveOf(node, 'requires'))
        .find((directive) => directive !== undefined);
      if (requires === undefined) return drawn(one, field, args, '');
      return world.computed(one, field, args, requiredValues(world, facts, one, fieldsArgument(requires)));
    },
    computed: (one, field, args, required) => drawn(one, field, args, JSON.stringify(required)),
    decoy: (one, field, args) => drawn(one, field, args, 'decoy'),
    find(subgraph, typeName, representation) {
      const key = facts.keys(subgraph, typeName).find((selection) => holds(representation, selection));
      if (key === undefined) throw new Error(`no key of ${typeName} in ${Object.keys(representation).join(', ')}`);
      for (const type of facts.possibleTypes(subgraph, typeName)) {
        for (let id = 0; id < options.instances; id++) {
          const one = instance(type, id);
          if (canonicalOf(projected(representation, key)) === canonicalOf(requiredValues(world, facts, one, key))) return one;
        }
      }
      return null;
    },
  };
  return world;
}

/** The selected fields as an object has them in the world. */
function requiredValues(world: World, facts: Facts, one: Instance, selection: SelectionSetNode): Json {
  const entries = selection.selections.flatMap((selected): [string, Json][] => {
    if (selected.kind !== Kind.FIELD) return [];
    const args = Object.fromEntries((selected.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
    const defaults = defaultsOf(facts, one, selected.name.value);
    const value = world.value(one, selected.name.value, { ...defaults, ...args });
    return [[selected.name.value, plainOf(value, (each) => requiredValues(world, facts, each, selected.selectionSet ?? selection))]];
  });
  return Object.fromEntries(entries);
}

/** The selected fields as a representation gives them; what is missing stays away. */
export function projected(source: unknown, selection: SelectionSetNode): Json {
  if (Array.isArray(source)) return source.map((item) => projected(item, selection));
  if (typeof source !== 'object' || source === null) return source === undefined ? null : (source as Json); // it was parsed from JSON
  return Object.fromEntries(
    selection.selections.flatMap((selected): [string, Json][] => {
      if (selected.kind !== Kind.FIELD || !Object.hasOwn(source, selected.name.value)) return [];
      const value: unknown = (source as Record<string, unknown>)[selected.name.value]; // an own property, checked above
      return [[selected.name.value, selected.selectionSet === undefined ? (value as Json) : projected(value, selected.selectionSet)]]; // parsed from JSON
    }),
  );
}

function plainOf(value: Value, ofInstance: (instance: Instance) => Json): Json {
  if (isInstance(value)) return ofInstance(value);
  return Array.isArray(value) ? value.map((item: Value) => plainOf(item, ofInstance)) : (value as Json); // neither object of the world nor list
}

function holds(representation: unknown, selection: SelectionSetNode): boolean {
  if (typeof representation !== 'object' || representation === null) return false;
  return selection.selections.every((selected) => {
    if (selected.kind !== Kind.FIELD || !Object.hasOwn(representation, selected.name.value)) return false;
    const value: unknown = (representation as Record<string, unknown>)[selected.name.value]; // an own property, checked above
    return selected.selectionSet === undefined || holds(value, selected.selectionSet);
  });
}

function wrapped(random: Random, type: TypeNode, item: () => Value, options: WorldOptions, nonNull = false): Value {
  if (type.kind === Kind.NON_NULL_TYPE) return wrapped(random, type.type, item, options, true);
  if (!nonNull && random.chance(options.nullProbability)) return null;
  if (type.kind === Kind.NAMED_TYPE) return item();
  const length = random.below(options.maxListLength + 1);
  return Array.from({ length }, () => wrapped(random, type.type, item, options));
}

/** The type that promises what both promise. */
function strongerOf(left: TypeNode, right: TypeNode): TypeNode {
  if (left.kind === Kind.NON_NULL_TYPE || right.kind === Kind.NON_NULL_TYPE) {
    const inner = strongerOf(nullable(left), nullable(right));
    return inner.kind === Kind.NON_NULL_TYPE ? inner : { kind: Kind.NON_NULL_TYPE, type: inner };
  }
  return left.kind === Kind.LIST_TYPE && right.kind === Kind.LIST_TYPE
    ? { kind: Kind.LIST_TYPE, type: strongerOf(left.type, right.type) }
    : left;
}

const nullable = (type: TypeNode): TypeNode => (type.kind === Kind.NON_NULL_TYPE ? type.type : type);

/** The arguments that a field has when none is given. */
function defaultsOf(facts: Facts, one: Instance, field: string): Record<string, unknown> {
  const [definition] = facts.definitions(one.type, field);
  const withDefault = (definition?.node.arguments ?? []).flatMap(({ name, defaultValue }) =>
    defaultValue === undefined ? [] : [[name.value, valueFromASTUntyped(defaultValue)] as const],
  );
  return Object.fromEntries(withDefault);
}

/** JSON with sorted keys: equal values give equal texts. */
export function canonicalOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalOf).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${entries
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${canonicalOf(each)}`)
    .join()}}`;
}
