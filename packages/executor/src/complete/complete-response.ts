// The response by the letter ("Completing Response", GraphQL specification 6.4.3, as @apollo/gateway does it): the slow reference of the projection.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isObject, type JsonObject, own, put } from '../execute/objects.ts';
import { isLeafValue } from './leaf-value.ts';

type Path = readonly (string | number)[];

/** A value of the tree that the schema does not allow where it stands. */
export interface CompletionFault {
  readonly message: string;
  readonly path: Path;
}

export interface CompletionRequest {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Values of the variables of `@skip` and `@include`, by name. */
  readonly conditions: ReadonlyMap<string, boolean>;
  /** Whether what is deferred is left out. */
  readonly withoutDeferred?: boolean;
  readonly data: JsonObject;
  /** What `__schema` and `__type` answered, by response name. */
  readonly introspection: Readonly<Record<string, unknown>> | null;
  /** The response name that a client sees for the one in the tree. */
  readonly responseNameOf: (name: string) => string;
}

export interface Completed {
  readonly data: JsonObject | null;
  readonly faults: readonly CompletionFault[];
}

export function completeResponse(request: CompletionRequest): Completed {
  const rootType = request.schema.getRootType(request.operation.operation);
  if (!rootType) return { data: null, faults: [] };
  const faults: CompletionFault[] = [];
  const output: JsonObject = {};
  const position = { path: [], parent: rootType, type: rootType, selected: rootType };
  const isWhole = completeSelections({ ...request, faults }, request.operation.selectionSet, request.data, output, position);
  return { data: isWhole ? output : null, faults };
}

interface Completion extends CompletionRequest {
  readonly faults: CompletionFault[];
}

/** Where a value stands: its path, the type that is named for it, the type that its object says to be of, and that of its selections. */
interface Position {
  readonly path: Path;
  readonly parent: GraphQLCompositeType;
  readonly type: GraphQLCompositeType;
  readonly selected: GraphQLCompositeType;
}

/** `value`: what goes out; `isInvalid`: the parent becomes null; `isReported`: a fault says why it is null. */
interface Outcome {
  readonly value: unknown;
  readonly isInvalid?: boolean;
  readonly isReported?: boolean;
}

/** Adds to `output`; false when it must become null. */
function completeSelections(run: Completion, set: SelectionSetNode, input: JsonObject, output: JsonObject, at: Position): boolean {
  return set.selections.every((selection) => {
    if (isLeftOut(selection, run)) return true;
    if (selection.kind === Kind.FIELD) return completeField(run, selection, input, output, at);
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? run.fragments.get(selection.name.value) : selection;
    if (fragment === undefined) return true;
    if (fragment.typeCondition === undefined) return completeSelections(run, fragment.selectionSet, input, output, at);
    const condition = run.schema.getType(fragment.typeCondition.name.value);
    if (!isCompositeType(condition) || !isSubtype(run.schema, condition, at.type)) return true;
    return completeSelections(run, fragment.selectionSet, input, output, { ...at, parent: condition, selected: condition });
  });
}

function completeField(run: Completion, node: FieldNode, input: JsonObject, output: JsonObject, at: Position): boolean {
  const name = (node.alias ?? node.name).value;
  const shown = run.responseNameOf(name);
  const existing = own(output, shown);
  const field = node.name.value;
  if (field === '__schema' || field === '__type') {
    if (existing === undefined) put(output, shown, run.introspection?.[shown] ?? null);
    return true;
  }
  if (field === '__typename') {
    // The root's is known; a subgraph may call its own otherwise.
    const given = at.path.length === 0 ? undefined : (own(input, name) ?? own(input, '__typename'));
    const type = (typeof given === 'string' ? run.schema.getType(given) : undefined) ?? at.type;
    if (existing === undefined && !isObjectType(type)) return false;
    if (existing === undefined) put(output, shown, type.name);
    return true;
  }
  const definition = 'getFields' in at.selected ? at.selected.getFields()[field] : undefined;
  if (definition === undefined) return true;
  const where = { ...at, path: [...at.path, shown] };
  const { value, isInvalid } = completeValue(run, definition.type, node.selectionSet, own(input, name) ?? null, existing, where);
  put(output, shown, value);
  return isInvalid !== true;
}

/** `existing`: what another selection of the same field has already made of it. */
function completeValue(
  run: Completion,
  type: GraphQLOutputType,
  set: SelectionSetNode | undefined,
  input: unknown,
  existing: unknown,
  at: Position,
): Outcome {
  if (existing === null || (existing !== undefined && set === undefined)) return { value: existing };
  if (isNonNullType(type)) {
    const outcome = completeValue(run, type.ofType, set, input, existing, at);
    if (outcome.value !== null) return { value: outcome.value };
    if (outcome.isReported !== true) report(run, `Cannot return null for non-nullable ${describe(at, type.ofType)}.`, at);
    return { value: null, isInvalid: true, isReported: true };
  }
  if (input === null || input === undefined) return { value: null };
  if (isListType(type)) return completeList(run, type.ofType, set, input, existing, at);
  const named = getNamedType(type);
  if (isLeafType(named)) return isLeafValue(input, named) ? { value: input } : unfit(run, type, at);
  return set === undefined ? unfit(run, type, at) : completeObject(run, named, set, input, existing, at);
}

function completeList(
  run: Completion,
  item: GraphQLOutputType,
  set: SelectionSetNode | undefined,
  input: unknown,
  existing: unknown,
  at: Position,
): Outcome {
  if (!Array.isArray(input) || (existing !== undefined && (!Array.isArray(existing) || existing.length !== input.length)))
    return unfit(run, item, at);
  let isInvalid = false;
  let isReported = false;
  const value = input.map((one: unknown, index) => {
    const before: unknown = existing === undefined ? undefined : existing[index];
    const outcome = completeValue(run, item, set, one, before, { ...at, path: [...at.path, index] });
    isInvalid ||= outcome.isInvalid === true;
    isReported ||= outcome.isReported === true;
    return outcome.value;
  });
  return { value: isInvalid ? null : value, isReported };
}

function completeObject(
  run: Completion,
  type: GraphQLCompositeType,
  set: SelectionSetNode,
  input: unknown,
  existing: unknown,
  at: Position,
): Outcome {
  const name = isObject(input) ? own(input, '__typename') : undefined;
  if (!isObject(input) || (name != null && typeof name !== 'string')) return unfit(run, type, at);
  const actual = typeOf(run, input);
  if (name && !isCompositeType(actual)) {
    report(run, `Invalid __typename found for object at ${describe(at, type)}.`, at);
    return { value: null, isReported: true };
  }
  const output = isObject(existing) ? existing : {};
  const position = { path: at.path, parent: actual ?? type, type: actual ?? type, selected: type };
  const isWhole = completeSelections(run, set, input, output, position);
  return { value: isWhole ? output : null, isReported: !isWhole };
}

function unfit(run: Completion, type: GraphQLOutputType, at: Position): Outcome {
  report(run, `Invalid value found for ${describe(at, type)}.`, at);
  return { value: null, isReported: true };
}

function report(run: Completion, message: string, { path }: Position): void {
  run.faults.push({ message, path });
}

function describe({ path, parent }: Position, type: GraphQLOutputType): string {
  const last = path.at(-1);
  return typeof last === 'number' ? `array element of type ${type} at index ${last}` : `field ${parent.name}.${last}`;
}

/** The type that an object says it is of; null when it says none that the schema has. */
function typeOf({ schema }: Completion, input: JsonObject): GraphQLCompositeType | null {
  const name = own(input, '__typename');
  const type = typeof name === 'string' ? schema.getType(name) : undefined;
  return isCompositeType(type) ? type : null;
}

function isSubtype(schema: GraphQLSchema, condition: GraphQLCompositeType, type: GraphQLCompositeType): boolean {
  if (condition.name === type.name) return true;
  return isAbstractType(condition) && (isObjectType(type) || 'getInterfaces' in type) && schema.isSubType(condition, type);
}

function isLeftOut({ directives = [] }: SelectionNode, { conditions, withoutDeferred = false }: Completion): boolean {
  return directives.some(({ name, arguments: given = [] }) => {
    const value = given.find((argument) => argument.name.value === 'if')?.value;
    const holds = value?.kind === Kind.BOOLEAN ? value.value : value?.kind === Kind.VARIABLE && conditions.get(value.name.value) === true;
    if (name.value === 'defer') return withoutDeferred && (holds || value === undefined);
    return (name.value === 'skip' && holds) || (name.value === 'include' && !holds);
  });
}

/** What a selection set makes of one object of the tree, of a type that is known. */
export function completeObjectAt(
  request: CompletionRequest,
  set: SelectionSetNode,
  type: GraphQLCompositeType,
  input: JsonObject,
  path: Path,
): Completed {
  const run: Completion = { ...request, faults: [] };
  const output: JsonObject = {};
  const actual = typeOf(run, input) ?? type;
  const isWhole = completeSelections(run, set, input, output, { path, parent: actual, type: actual, selected: type });
  return { data: isWhole ? output : null, faults: run.faults };
}
