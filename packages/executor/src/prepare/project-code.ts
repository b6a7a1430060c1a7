// Code that writes the answer's text (or builds its object) from the tree: one function for each object type and set of selections.
import {
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type CollectedField, type CollectRequest, collectFields, disjunction, type Guarded, type When } from './collect-fields.ts';
import { leafCode } from './leaf-code.ts';
import { literal, read, write } from './names.ts';

export interface ProjectionRequest extends CollectRequest {
  readonly operation: OperationDefinitionNode;
  /** The response name that a client sees for the one in the tree. */
  readonly responseNameOf: (name: string) => string;
  readonly mode: 'text' | 'object';
}

/** Beyond, completion by the letter is the smaller evil. */
const maxFunctions = 2_000;

/**
 * The body of a function of `lib` (`execute/projection-library.ts`) that gives `(data, conditions, introspection) => text | object`. It calls
 * `deopt` at whatever completion by the letter would make null or an error. Null when it would be larger than it is worth.
 */
export function projectCode(request: ProjectionRequest): string | null {
  const rootType = request.schema.getRootType(request.operation.operation);
  if (!rootType) return null;
  const functions = createFunctions();
  const root = objectFunction(request, functions, rootType, [{ set: request.operation.selectionSet, when: [] }], true);
  if (functions.all.length > maxFunctions) return null;
  const flags = request.conditions.map((_, index) => `c${index}`);
  const declared = flags.length === 0 ? '' : `let ${flags.join(', ')};`;
  const set = flags.map((flag, index) => `${flag} = conditions[${index}];`).join(' ');
  return `'use strict'; const { quote, json, deopt, own, define } = lib; let introspection; ${declared}
${functions.all.join('\n')}
return (data, conditions, introspected) => { ${set} introspection = introspected; return ${root}(data); };`;
}

interface Functions {
  readonly all: string[];
  /** The name of the function for a key; made when it is new. */
  define(key: string, make: (name: string) => string): string;
  keyOf(sets: readonly Guarded[]): string;
}

function createFunctions(): Functions {
  const all: string[] = [];
  const known = new Map<string, string>();
  const numbers = new Map<SelectionSetNode, number>();
  const numberOf = (set: SelectionSetNode): number => {
    const number = numbers.get(set) ?? numbers.size;
    numbers.set(set, number);
    return number;
  };
  return {
    all,
    define(key, make) {
      const existing = known.get(key);
      if (existing !== undefined) return existing;
      const name = `f${known.size}`;
      known.set(key, name);
      // Too many already: what is made now is thrown away.
      if (all.length <= maxFunctions) all.push(make(name));
      return name;
    },
    keyOf: (sets) => sets.map(({ set, when }) => `${numberOf(set)}?${when.join('&')}`).join(','),
  };
}

function valueCode(request: ProjectionRequest, functions: Functions, type: GraphQLOutputType, sets: readonly Guarded[]): string {
  if (isNonNullType(type)) return `(v == null ? deopt() : ${filledCode(request, functions, type.ofType, sets)})`;
  return `(v == null ? ${request.mode === 'text' ? "'null'" : 'null'} : ${filledCode(request, functions, type, sets)})`;
}

function filledCode(request: ProjectionRequest, functions: Functions, type: GraphQLOutputType, sets: readonly Guarded[]): string {
  if (isListType(type)) return `${listFunction(request, functions, type.ofType, sets)}(v)`;
  const named = getNamedType(type);
  if (isLeafType(named)) return leafCode(named, 'v', request.mode, (enumType) => memberFunction(request, functions, enumType));
  if (isObjectType(named)) return `${objectFunction(request, functions, named, sets, false)}(v)`;
  return `${abstractFunction(request, functions, named, sets)}(v)`;
}

function listFunction(request: ProjectionRequest, functions: Functions, item: GraphQLOutputType, sets: readonly Guarded[]): string {
  return functions.define(`[${item}] ${functions.keyOf(sets)}`, (name) => {
    const value = valueCode(request, functions, item, sets);
    const guard = 'if (!Array.isArray(a)) return deopt();';
    return request.mode === 'text'
      ? `function ${name}(a) { ${guard} let o = '['; for (let i = 0; i < a.length; i++) { const v = a[i]; if (i > 0) o += ','; o += ${value}; } return o + ']'; }`
      : `function ${name}(a) { ${guard} const o = new Array(a.length); for (let i = 0; i < a.length; i++) { const v = a[i]; o[i] = ${value}; } return o; }`;
  });
}

function memberFunction({ schema }: ProjectionRequest, functions: Functions, enumType: string): string {
  return functions.define(`enum ${enumType}`, (name) => {
    const type = schema.getType(enumType);
    const members = isEnumType(type) ? type.getValues().map((value) => value.name) : [];
    return `const ${name}_members = new Set(${JSON.stringify(members)}); function ${name}(v) { return ${name}_members.has(v); }`;
  });
}

function abstractFunction(
  request: ProjectionRequest,
  functions: Functions,
  type: GraphQLNamedOutputType,
  sets: readonly Guarded[],
): string {
  return functions.define(`${type.name} ${functions.keyOf(sets)}`, (name) => {
    const possible = isAbstractType(type) ? request.schema.getPossibleTypes(type) : [];
    const cases = possible.map((one) => `case ${literal(one.name)}: return ${objectFunction(request, functions, one, sets, false)}(d);`);
    return `function ${name}(d) { if (typeof d !== 'object') return deopt(); switch (d.__typename) { ${cases.join(' ')} default: return deopt(); } }`;
  });
}

function objectFunction(
  request: ProjectionRequest,
  functions: Functions,
  type: GraphQLObjectType,
  sets: readonly Guarded[],
  isRoot: boolean,
): string {
  return functions.define(`${isRoot ? 'root ' : ''}${type.name} ${functions.keyOf(sets)}`, (name) => {
    const lines = fieldLines(request, functions, type, collectFields(type, sets, request));
    // A list has no type name either.
    const isOther = `typeof d !== 'object' || (d.__typename === undefined ? Array.isArray(d) : d.__typename !== ${literal(type.name)})`;
    const guard = isRoot ? '' : `if (${isOther}) return deopt();`;
    return request.mode === 'text'
      ? `function ${name}(d) { ${guard} let o = '{', v; ${lines} return o + '}'; }`
      : `function ${name}(d) { ${guard} const o = {}; let v; ${lines} return o; }`;
  });
}

function fieldLines(request: ProjectionRequest, functions: Functions, type: GraphQLObjectType, fields: readonly CollectedField[]): string {
  // Once a field stands for sure a comma does too; before, it depends on what was written.
  let follows: 'never' | 'maybe' | 'always' = 'never';
  const lines = inOrder(fields).map(({ field, condition }) => {
    const shown = literal(request.responseNameOf(field.name));
    const comma = follows === 'always' ? `o += ',';` : follows === 'maybe' ? `if (o.length > 1) o += ',';` : '';
    follows = condition === null ? 'always' : follows === 'never' ? 'maybe' : follows;
    const { before, value } = fieldCode(request, functions, type, field);
    const line =
      request.mode === 'text'
        ? `${comma} ${before} o += ${literal(`${shown}:`)}; o += ${value};`
        : `${before} ${write('o', request.responseNameOf(field.name), value)};`;
    return condition === null ? line : `if (${condition}) { ${line} }`;
  });
  return lines.join('\n');
}

/** A field stands where it is first selected, which its conditions may decide: it is written at each place for what no earlier one is for. */
function inOrder(fields: readonly CollectedField[]): readonly { readonly field: CollectedField; readonly condition: string | null }[] {
  const places = fields.flatMap((field) => {
    const earlier: When[] = [];
    return field.occurrences.flatMap(({ when, at }) => {
      const before = earlier.length === 0 ? '' : disjunction(earlier);
      // It is written already, with or without a condition.
      if (before === null || earlier.some((other) => other.every((flag) => when.includes(flag)))) return [];
      earlier.push(when);
      const own = when.length === 0 ? null : when.join(' && ');
      if (before === '') return [{ field, at, condition: own }];
      return [{ field, at, condition: own === null ? `!(${before})` : `${own} && !(${before})` }];
    });
  });
  return places.toSorted((one, other) => one.at - other.at);
}

/** A statement that puts the field's value into `v`, and the expression for what is shown of it. */
function fieldCode(
  request: ProjectionRequest,
  functions: Functions,
  type: GraphQLObjectType,
  { name, field, occurrences }: CollectedField,
): { readonly before: string; readonly value: string } {
  const isText = request.mode === 'text';
  if (field === '__typename') return { before: '', value: literal(isText ? literal(type.name) : type.name) };
  if (field === '__schema' || field === '__type') {
    const value = `(introspection[${literal(request.responseNameOf(name))}] ?? null)`;
    return { before: '', value: isText ? `json(${value})` : value };
  }
  const definition = type.getFields()[field];
  if (definition === undefined) return { before: '', value: 'deopt()' };
  const sets = occurrences.flatMap(({ set, when }) => (set === null ? [] : [{ set, when }]));
  return { before: `v = ${read('d', name)};`, value: valueCode(request, functions, definition.type, sets) };
}
