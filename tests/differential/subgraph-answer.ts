// What a subgraph answers to one request: graphql-js over its schema, then the faults of lists and fields.
import {
  execute,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { type Fault, isOf } from './faults.ts';
import { askingForTags, type SubgraphContext } from './subgraph-schema.ts';
import { tamper } from './tamper-answer.ts';

export interface AnswerContext extends SubgraphContext {
  readonly subgraph: string;
  readonly schema: GraphQLSchema;
  readonly faults: readonly Fault[];
  met(fault: Fault): void;
}

export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

export interface SubgraphResult {
  data?: Record<string, unknown> | null;
  errors?: unknown[];
}

/** The answer, and the fault that the request as a whole meets. */
export async function answerOf(
  { query, variables, operationName }: SubgraphRequest,
  context: AnswerContext,
): Promise<{ readonly result: SubgraphResult; readonly requestFault: Fault | undefined }> {
  const { document, operation, fragments } = parsed(query, operationName);
  const slots = slotsOf(operation, variables ?? {}, fragments, context);
  const requestFault = context.faults.find((fault) => isOf('request', fault.kind) && slots.some((slot) => isIn(slot, fault)));
  if (requestFault !== undefined) context.met(requestFault);
  const executed = await execute({
    schema: context.schema,
    document,
    contextValue: context,
    ...(variables === undefined ? {} : { variableValues: variables }),
    ...(operationName === undefined ? {} : { operationName }),
  });
  // A copy: graphql-js makes objects without a prototype, and custom scalars are the world's own.
  const result: SubgraphResult = JSON.parse(JSON.stringify(executed)) as SubgraphResult; // what graphql-js answers
  if (result.data != null) {
    tamper(result.data, operation, { ...context, fragments });
    for (const slot of slots) for (const fault of context.faults) changeList(result, slot, fault, context);
  }
  return { result, requestFault };
}

/** A root field of a request, with what it asks of which objects. */
interface Slot {
  readonly key: string;
  readonly objects: readonly string[];
  readonly fields: ReadonlySet<string>;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function slotsOf(
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  fragments: Fragments,
  context: AnswerContext,
): Slot[] {
  const root = operation.operation === 'mutation' ? 'Mutation:0' : 'Query:0';
  return operation.selectionSet.selections.flatMap((selection): Slot[] => {
    if (selection.kind !== Kind.FIELD) return []; // the planner writes fields at the root
    const key = selection.alias?.value ?? selection.name.value;
    if (selection.name.value !== '_entities') return [{ key, objects: [root], fields: new Set([selection.name.value]) }];
    const value = selection.arguments?.[0]?.value;
    const representations: unknown = value?.kind === Kind.VARIABLE ? variables[value.name.value] : [];
    const list: readonly unknown[] = Array.isArray(representations) ? representations : [];
    return [{ key, objects: list.map((one) => objectOf(one, context)), fields: namesIn(selection.selectionSet, fragments) }];
  });
}

function objectOf(representation: unknown, { subgraph, world }: AnswerContext): string {
  if (typeof representation !== 'object' || representation === null || !('__typename' in representation)) return '';
  const typeName = String(representation.__typename);
  try {
    const found = world.find(subgraph, typeName, { ...representation });
    return found === null ? '' : `${found.type}:${found.id}`;
  } catch {
    return ''; // no key in it: the resolver tells
  }
}

/** Fields below fragments, at the top. */
function namesIn(selectionSet: SelectionSetNode | undefined, fragments: Fragments): Set<string> {
  const names = (selectionSet?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    const part = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return [...namesIn(part?.selectionSet, fragments)];
  });
  return new Set(names);
}

const isIn = (slot: Slot, { object, field }: Fault): boolean => slot.objects.includes(object) && slot.fields.has(field);

function changeList(result: SubgraphResult, slot: Slot, fault: Fault, context: AnswerContext): void {
  const { data } = result;
  const list = data?.[slot.key];
  if (data == null || !isOf('list', fault.kind) || !isIn(slot, fault) || !Array.isArray(list)) return;
  context.met(fault);
  switch (fault.kind) {
    case 'entities-short':
      data[slot.key] = list.slice(0, -1);
      break;
    case 'entities-long':
      data[slot.key] = [...list, { __typename: 'Book' }];
      break;
    case 'entities-not-list':
      data[slot.key] = fault.variant % 2 === 0 ? 'text' : { 0: list[0] };
      break;
    case 'entities-null':
      data[slot.key] = null;
      break;
    case 'stray-error':
      result.errors = [...(result.errors ?? []), ...strayErrors(slot, fault)];
  }
}

/** Errors whose path leads nowhere or that have none; or one for each place where the object stands, as a resolver's error would be. */
function strayErrors({ key, objects }: Slot, { variant, object }: Fault): unknown[] {
  const message = `stray ${object}`;
  const places = objects.flatMap((one, index) => (one === object ? [index] : []));
  switch (variant % 5) {
    case 0:
      return [{ message }];
    case 1:
      return [{ message, path: [key] }];
    case 2:
      return places.map((index) => ({ message, path: [key, index] }));
    case 3:
      return [{ message, path: [key, 999, 'name'] }];
    default:
      return places.map((index) => ({ message: '', path: [key, index, 'name', 3] }));
  }
}

const documents = new Map<string, ReturnType<typeof parse>>();

function parsed(query: string, operationName: string | undefined) {
  if (documents.size > 2_000) documents.clear();
  const document = documents.get(query) ?? askingForTags(parse(query, { noLocation: true }));
  documents.set(query, document);
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const operation = operations.find((one) => operationName === undefined || one.name?.value === operationName);
  if (operation === undefined) throw new Error('no operation in the request');
  const fragments = document.definitions.filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION);
  return { document, operation, fragments: new Map(fragments.map((one) => [one.name.value, one])) };
}
