// What an operation is written with while it is generated: variables, arguments, aliases and conditions, each used the same way wherever it recurs.
import {
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { type Json, leafValue } from './leaf-values.ts';
import type { Random } from './random.ts';

interface DraftVariable {
  readonly name: string;
  readonly type: string;
  readonly fallback: string;
}

export interface OperationParts {
  /** `$name` of a new variable that may stand where this type is expected. */
  variable(type: GraphQLInputType): string;
  /** Arguments in parentheses, or nothing; the same for the same field within an operation, so that selections merge. */
  argumentsOf(field: string, args: readonly GraphQLArgument[]): string;
  /** `alias: ` or nothing. */
  alias(field: string, others: readonly string[]): string;
  /** @skip, @include, both or nothing. */
  condition(): string;
  /** `($a: Int = 1, ...)` or nothing. */
  definitions(): string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether an alias took the name of another field. */
  readonly collides: boolean;
}

export interface PartsOptions {
  readonly booleanType: GraphQLInputType;
  readonly mayCollide: boolean;
  readonly hostile: boolean;
}

const hostileNames = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'then'];

export function createOperationParts(random: Random, { booleanType, mayCollide, hostile }: PartsOptions): OperationParts {
  const variables: DraftVariable[] = [];
  const values = new Map<string, unknown>();
  const knownArguments = new Map<string, string>();
  const aliases = new Map<string, string>();
  let collides = false;

  const variable = (type: GraphQLInputType): string => {
    const spare = hostileNames.filter((name) => name !== '__proto__' && !variables.some((one) => one.name === name));
    const name = hostile && spare.length > 0 && random.chance(0.5) ? random.pick(spare) : `v${variables.length}`;
    const value = inputValue(random, type, 2);
    const nullable = !isNonNullType(type);
    const hasFallback = random.chance(0.35);
    const fallback = hasFallback ? ` = ${literalOf(inputValue(random, type, 1), type)}` : '';
    variables.push({ name, type: String(hasFallback && !nullable && random.chance(0.5) ? type.ofType : type), fallback });
    const given = random.pick(['value', 'value', 'value', 'omitted', 'null']);
    if (given === 'omitted' && (nullable || hasFallback)) return `$${name}`;
    values.set(name, given === 'null' && nullable ? null : value);
    return `$${name}`;
  };

  const written = (args: readonly GraphQLArgument[]): string => {
    const texts = args.flatMap(({ name, type, defaultValue }) => {
      const isRequired = isNonNullType(type) && defaultValue === undefined;
      if (!isRequired && random.chance(0.35)) return [];
      const text = random.chance(0.5)
        ? variable(type)
        : literalOf(inputValue(random, type, 2), type, () => (random.chance(0.2) ? variable : undefined));
      return [`${name}: ${text}`];
    });
    return texts.length === 0 ? '' : `(${texts.join(', ')})`;
  };

  return {
    variable,
    argumentsOf(field, args) {
      if (args.length === 0) return '';
      const key = `${field} ${args.map(({ name, type }) => `${name}:${type}`).join()}`;
      const known = knownArguments.get(key) ?? written(args);
      knownArguments.set(key, known);
      return known;
    },
    alias(field, others) {
      if (random.chance(0.75)) return '';
      if (mayCollide && random.chance(0.4)) {
        const other = random.pick([...others, '__typename']);
        collides ||= other !== field;
        return `${other}: `;
      }
      const free = hostile ? hostileNames.filter((name) => (aliases.get(name) ?? field) === field) : [];
      const name = free.length > 0 && random.chance(0.6) ? random.pick(free) : `${field}${random.below(2)}`;
      aliases.set(name, field);
      return `${name}: `;
    },
    condition() {
      if (random.chance(0.88)) return '';
      const one = (name: string) => ` @${name}(if: ${random.chance(0.7) ? variable(booleanType) : String(random.chance(0.5))})`;
      return random.pick([() => one('skip'), () => one('include'), () => one('skip') + one('include')])();
    },
    definitions: () =>
      variables.length === 0 ? '' : `(${variables.map(({ name, type, fallback }) => `$${name}: ${type}${fallback}`).join(', ')})`,
    get values() {
      return Object.fromEntries(values); // own properties, whatever they are called
    },
    get collides() {
      return collides;
    },
  };
}

function inputValue(random: Random, type: GraphQLInputType, depth: number): Json {
  if (isNonNullType(type)) return givenValue(random, type.ofType, depth);
  return random.chance(0.1) ? null : givenValue(random, type, depth);
}

function givenValue(random: Random, type: GraphQLInputType, depth: number): Json {
  if (isListType(type)) return Array.from({ length: random.below(3) }, () => inputValue(random, type.ofType, depth));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => random.chance(0.5) && (depth > 0 || getNamedType(field.type) !== type),
    );
    return Object.fromEntries(fields.map((field) => [field.name, inputValue(random, field.type, depth - 1)]));
  }
  const named = getNamedType(type);
  return leafValue(random, named.name, isEnumType(named) ? named.getValues().map(({ name }) => name) : undefined);
}

/** A value as GraphQL writes it; here and there a variable stands for a part of it. */
function literalOf(
  value: Json,
  type: GraphQLInputType,
  part: () => ((type: GraphQLInputType) => string) | undefined = () => undefined,
): string {
  if (isNonNullType(type)) return literalOf(value, type.ofType, part);
  if (Array.isArray(value))
    return `[${value.map((item: Json) => literalOf(item, isListType(type) ? type.ofType : type, part)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return isEnumType(type) && value !== null ? String(value) : JSON.stringify(value);
  const fields = isInputObjectType(type) ? type.getFields() : {};
  const entries = Object.entries(value).map(([name, each]) => {
    const fieldType = Object.hasOwn(fields, name) ? fields[name]?.type : undefined;
    const variable = fieldType === undefined ? undefined : part();
    return `${name}: ${fieldType !== undefined && variable !== undefined ? variable(fieldType) : literalOf(each, fieldType ?? type, part)}`;
  });
  return `{ ${entries.join(', ')} }`;
}
