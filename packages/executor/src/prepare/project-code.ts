// Code that writes the answer's text (or builds its object) from the tree: one function for each object type and set of selections.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  specifiedScalarTypes,
} from 'graphql';
import { literal, read, write } from './names.ts';

export interface ProjectionRequest {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The response name that a client sees for the one in the tree. */
  readonly responseNameOf: (name: string) => string;
  readonly mode: 'text' | 'object';
  /** Names of the condition variables, in the order of the values that the code is given. */
  readonly conditions: readonly string[];
}

/** A selection set, and the literals that must all hold for it to count. */
interface Guarded {
  readonly set: SelectionSetNode;
  readonly when: readonly string[];
}

interface CollectedField {
  readonly name: string;
  readonly field: string;
  readonly occurrences: { readonly when: readonly string[]; readonly set: SelectionSetNode | null }[];
}

const maxFunctions = 2_000;
const specified: ReadonlySet<string> = new Set(specifiedScalarTypes.map(({ name }) => name));

/**
 * The body of a function of `lib` (`execute/projection-library.ts`) that gives `(data, conditions, introspection) => text | object`. It calls `lib.deopt()` at
 * whatever completion by the letter would make null or an error. Null when it would be larger than it is worth.
 */
export function projectCode(request: ProjectionRequest): string | null {
  const rootType = request.schema.getRootType(request.operation.operation);
  if (!rootType) return null;
  const writer = createWriter(request);
  const root = writer.objectFunction(rootType, [{ set: request.operation.selectionSet, when: [] }], true);
  if (root === null) return null;
  const { conditions } = request;
  const flags = conditions.map((_, index) => `c${index}`);
  const declared = flags.length === 0 ? '' : `let ${flags.join(', ')};`;
  const set = flags.map((flag, index) => `${flag} = conditions[${index}];`).join(' ');
  return `'use strict'; const { quote, json, deopt, own, define } = lib; let introspection; ${declared}
${writer.code()}
return (data, conditions, introspected) => { ${set} introspection = introspected; return ${root}(data); };`;
}

function createWriter(request: ProjectionRequest) {
  const { schema, responseNameOf, mode } = request;
  const isText = mode === 'text';
  const functions: string[] = [];
  const known = new Map<string, string>();
  const setIds = new Map<SelectionSetNode, number>();
  const keyOf = (sets: readonly Guarded[]) =>
    sets
      .map(({ set, when }) => {
        const id = setIds.get(set) ?? setIds.size;
        setIds.set(set, id);
        return `${id}?${when.join('&')}`;
      })
      .join(',');
  let overflow = false;

  const define = (key: string, make: () => string): string => {
    const existing = known.get(key);
    if (existing !== undefined) return existing;
    const name = `f${known.size}`;
    known.set(key, name);
    if (known.size > maxFunctions) overflow = true;
    functions.push(overflow ? '' : `function ${name}${make()}`);
    return name;
  };

  const valueOf = (type: GraphQLOutputType, sets: readonly Guarded[], v: string): string => {
    if (isNonNullType(type)) return `(${v} == null ? deopt() : ${filled(type.ofType, sets, v)})`;
    return `(${v} == null ? ${isText ? "'null'" : 'null'} : ${filled(type, sets, v)})`;
  };
  const filled = (type: GraphQLOutputType, sets: readonly Guarded[], v: string): string => {
    if (isListType(type)) return `${listFunction(type.ofType, sets)}(${v})`;
    const named = getNamedType(type);
    if (isLeafType(named)) return leafOf(named, v);
    if (isObjectType(named)) return `${objectFunction(named, sets, false)}(${v})`;
    return isAbstractType(named) ? `${abstractFunction(named.name, sets)}(${v})` : 'deopt()';
  };
  const listFunction = (item: GraphQLOutputType, sets: readonly Guarded[]): string =>
    define(`[${item}] ${keyOf(sets)}`, () =>
      isText
        ? `(a) { if (!Array.isArray(a)) return deopt(); let o = '['; for (let i = 0; i < a.length; i++) { const v = a[i]; if (i > 0) o += ','; o += ${valueOf(item, sets, 'v')}; } return o + ']'; }`
        : `(a) { if (!Array.isArray(a)) return deopt(); const o = new Array(a.length); for (let i = 0; i < a.length; i++) { const v = a[i]; o[i] = ${valueOf(item, sets, 'v')}; } return o; }`,
    );
  const leafOf = (type: GraphQLLeafType, v: string): string => {
    const string = isText ? `(typeof ${v} === 'string' ? quote(${v}) : deopt())` : `(typeof ${v} === 'string' ? ${v} : deopt())`;
    if (isEnumType(type)) {
      const values = `new Set(${JSON.stringify(type.getValues().map(({ name }) => name))})`;
      const known_ = define(`enum ${type.name}`, () => `(v) { return ${`f_${type.name}`}.has(v); }\nconst f_${type.name} = ${values};`);
      return `(${known_}(${v}) ? ${isText ? `'"' + ${v} + '"'` : v} : deopt())`;
    }
    switch (specified.has(type.name) ? type.name : '') {
      case 'Int':
        return `((${v} | 0) === ${v} ? ${isText ? `'' + ${v}` : v} : deopt())`;
      case 'Float':
        return `(typeof ${v} === 'number' && isFinite(${v}) ? ${isText ? `'' + ${v}` : v} : deopt())`;
      case 'Boolean':
        return `(${v} === true ? ${isText ? "'true'" : 'true'} : ${v} === false ? ${isText ? "'false'" : 'false'} : deopt())`;
      case 'String':
        return string;
      case 'ID':
        return isText
          ? `(typeof ${v} === 'string' ? quote(${v}) : Number.isSafeInteger(${v}) ? '' + ${v} : deopt())`
          : `(typeof ${v} === 'string' || Number.isSafeInteger(${v}) ? ${v} : deopt())`;
      default:
        return isText ? `json(${v})` : v;
    }
  };
  const abstractFunction = (name: string, sets: readonly Guarded[]): string =>
    define(`${name} ${keyOf(sets)}`, () => {
      const type = schema.getType(name);
      if (!isAbstractType(type)) return '(d) { return deopt(); }';
      const cases = schema.getPossibleTypes(type).map((one) => `case ${literal(one.name)}: return ${objectFunction(one, sets, false)}(d);`);
      return `(d) { if (typeof d !== 'object') return deopt(); switch (d.__typename) { ${cases.join(' ')} default: return deopt(); } }`;
    });
  const objectFunction = (type: GraphQLObjectType, sets: readonly Guarded[], isRoot: boolean): string =>
    define(`${isRoot ? 'root ' : ''}${type.name} ${keyOf(sets)}`, () => {
      const fields = [...collect(type, sets, request).values()];
      const lines = fieldLines(type, fields);
      const check = isRoot
        ? ''
        : `if (typeof d !== 'object' || (d.__typename !== undefined && d.__typename !== ${literal(type.name)})) return deopt();`;
      return isText
        ? `(d) { ${check} let o = '{', v; ${lines} return o + '}'; }`
        : `(d) { ${check} const o = {}; let v; ${lines} return o; }`;
    });
  const fieldLines = (type: GraphQLObjectType, fields: readonly CollectedField[]): string => {
    let always = false;
    return fields
      .map(({ name, field, occurrences }) => {
        const shown = responseNameOf(name);
        const condition = disjunction(occurrences.map(({ when }) => when));
        const comma = always ? ',' : '';
        const head = isText
          ? `o += ${always || condition === null ? literal(`${comma}${literal(shown)}:`) : `(o.length > 1 ? ',' : '') + ${literal(`${literal(shown)}:`)}`}; `
          : '';
        const before = !always && fields[0]?.name !== name && condition === null ? `if (o.length > 1) o += ','; ` : '';
        const put = (value: string) => (isText ? `o += ${value};` : `${write('o', shown, value)};`);
        if (condition === null) always = true;
        const line = `${isText ? before : ''}${head}${lineOf(type, { name, field, occurrences }, put)}`;
        return condition === null ? line : `if (${condition}) { ${line} }`;
      })
      .join('\n');
  };
  const lineOf = (type: GraphQLObjectType, { name, field, occurrences }: CollectedField, put: (value: string) => string): string => {
    if (field === '__typename') return put(literal(isText ? literal(type.name) : type.name));
    if (field === '__schema' || field === '__type') {
      const value = `introspection[${literal(responseNameOf(name))}]`;
      return put(isText ? `json(${value} ?? null)` : `${value} ?? null`);
    }
    const definition = type.getFields()[field];
    if (definition === undefined) return 'deopt();';
    const sets = occurrences.flatMap(({ set, when }) => (set === null ? [] : [{ set, when }]));
    return `v = ${read('d', name)}; ${put(valueOf(definition.type, sets, 'v'))}`;
  };
  return {
    objectFunction: (...args: Parameters<typeof objectFunction>) => {
      const name = objectFunction(...args);
      return overflow ? null : name;
    },
    code: () => functions.join('\n'),
  };
}

/** Null when one holds always. */
function disjunction(cases: readonly (readonly string[])[]): string | null {
  if (cases.some((when) => when.length === 0)) return null;
  return [...new Set(cases.map((when) => when.join(' && ')))].join(' || ');
}

/** The fields of an object type, as "CollectFields" of the specification, but with conditions kept as code. */
function collect(type: GraphQLObjectType, sets: readonly Guarded[], request: ProjectionRequest): Map<string, CollectedField> {
  const fields = new Map<string, CollectedField>();
  const visit = ({ selections }: SelectionSetNode, when: readonly string[]): void => {
    for (const selection of selections) {
      const own = conditionsOf(selection, request.conditions);
      if (own === 'never') continue;
      const all = [...new Set([...when, ...own])];
      if (all.some((one) => all.includes(`!${one}`))) continue;
      if (selection.kind === Kind.FIELD) addField(fields, selection, all);
      else {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? request.fragments.get(selection.name.value) : selection;
        if (fragment !== undefined && applies(fragment.typeCondition?.name.value, type, request.schema)) visit(fragment.selectionSet, all);
      }
    }
  };
  for (const { set, when } of sets) visit(set, when);
  return fields;
}

function addField(fields: Map<string, CollectedField>, node: FieldNode, when: readonly string[]): void {
  const name = (node.alias ?? node.name).value;
  const occurrence = { when, set: node.selectionSet ?? null };
  const existing = fields.get(name);
  if (existing === undefined) fields.set(name, { name, field: node.name.value, occurrences: [occurrence] });
  else existing.occurrences.push(occurrence);
}

/** `@skip` and `@include` as literals over the flags of the condition variables. */
function conditionsOf({ directives = [] }: SelectionNode, conditions: readonly string[]): readonly string[] | 'never' {
  const when: string[] = [];
  for (const { name, arguments: given = [] } of directives) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const value = given[0]?.value;
    const wanted = name.value === 'include';
    if (value?.kind === Kind.BOOLEAN && value.value !== wanted) return 'never';
    if (value?.kind === Kind.VARIABLE) when.push(`${wanted ? '' : '!'}c${conditions.indexOf(value.name.value)}`);
  }
  return when;
}

function applies(condition: string | undefined, type: GraphQLObjectType, schema: GraphQLSchema): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditional = schema.getType(condition);
  return isAbstractType(conditional) && schema.isSubType(conditional, type);
}
