// Runs an operation with `@defer`: what is not deferred first, then each block for each of its objects as its requests end.
import { type GraphQLCompositeType, type GraphQLSchema, getNamedType, isCompositeType, Kind, parse, type SelectionSetNode } from 'graphql';
import { type CompletionFault, type CompletionRequest, completeObjectAt, completeResponse } from './complete/complete-response.ts';
import { runAll } from './execute/execute-plan.ts';
import type { FetchFault, FieldFault } from './execute/faults.ts';
import { isObject, type JsonObject, own } from './execute/objects.ts';
import { createRun, isWanted, type Run, type Send, type Variables } from './execute/run.ts';
import { completionOf, type Surroundings } from './execute-operation.ts';
import { responseNameOf } from './planning/response-names.ts';
import type { DeferredBlueprint } from './prepare/blueprint.ts';
import { operationOf } from './prepare/selection-tree.ts';
import type { PreparedOperation } from './prepared-operation.ts';

export interface ExecutionPart {
  /** Where the data belongs in the response; empty for the first part, which is the response itself. */
  readonly path: readonly (string | number)[];
  readonly label: string | null;
  readonly data: JsonObject | null;
  readonly faults: readonly (FieldFault | FetchFault)[];
  readonly completion: readonly CompletionFault[];
  readonly hasNext: boolean;
}

type Part = Omit<ExecutionPart, 'hasNext'>;

/** The variables must be good (`operation.variableFaults`). It throws only for a fault of ours. */
export async function* executeIncrementally(
  operation: PreparedOperation,
  variables: Variables,
  send: Send,
  surroundings: Surroundings,
): AsyncGenerator<ExecutionPart> {
  const run = createRun(operation.plan, variables, send, surroundings.isOfType);
  const progress = start(run);
  const blocks = new Map(run.plan.deferred.map((block, index) => [index, block] as const));
  for (const [index, block] of blocks) if (!isWanted(run, block)) blocks.delete(index);
  const first = run.plan.requests.filter(({ deferred }) => deferred === null).map(({ index }) => index);
  await progress.until(() => first.every(progress.hasEnded));
  const request = completionOf(run, operation, surroundings);
  const { data, faults } = completeResponse({ ...request, withoutDeferred: true });
  const initial = { path: [], label: null, data, faults: faultsOf(run, null), completion: faults };
  // Nothing can be added to what is not there.
  if (data === null) blocks.clear();
  yield { ...initial, hasNext: blocks.size > 0 };
  while (blocks.size > 0) {
    const isReady = ({ waitsFor, parent }: DeferredBlueprint) =>
      waitsFor.every(progress.hasEnded) && (parent === null || !blocks.has(parent));
    await progress.until(() => [...blocks.values()].some(isReady));
    const ready = [...blocks].filter(([, block]) => isReady(block));
    for (const [index] of ready) blocks.delete(index);
    const parts = ready.flatMap(([index, block]) => partsOf(run, request, block, index));
    for (const [number, part] of parts.entries()) yield { ...part, hasNext: blocks.size > 0 || number < parts.length - 1 };
  }
}

interface Progress {
  hasEnded(request: number): boolean;
  /** Waits until something holds, which is asked again as each request ends. */
  until(condition: () => boolean): Promise<void>;
}

function start(run: Run): Progress {
  const ended = new Set<number>();
  let changed = Promise.withResolvers<void>();
  const running = runAll(run, run.plan.requests, ({ index }) => {
    ended.add(index);
    changed.resolve();
  });
  running.catch((error: unknown) => changed.reject(error));
  return {
    hasEnded: (request) => ended.has(request),
    async until(condition) {
      while (!condition()) {
        await changed.promise;
        if (condition()) return;
        changed = Promise.withResolvers();
        changed.promise.catch(() => undefined); // told to whoever waits, if anybody does
      }
    },
  };
}

const faultsOf = (run: Run, block: number | null) => run.faults.filter(({ deferred }) => deferred === block);

/** One for each object that the block adds to; the faults of its requests stand in the first. */
function partsOf(run: Run, request: CompletionRequest, { path, label, subselection }: DeferredBlueprint, index: number): readonly Part[] {
  const faults = faultsOf(run, index);
  const type = typeAt(request, path);
  if (subselection === null || type === null) return [];
  const { selectionSet } = operationOf(parse(subselection, { noLocation: true }));
  const places = placesOf(run.data, path);
  const parts = places.map(({ object, way }) => {
    const shown = way.map((part) => (typeof part === 'string' ? responseNameOf(part) : part));
    const { data, faults: completion } = completeObjectAt({ ...request, withoutDeferred: true }, selectionSet, type, object, shown);
    return { path: shown, label, data, faults: [] as Part['faults'], completion };
  });
  const [first, ...others] = parts;
  return first === undefined ? [] : [{ ...first, faults }, ...others];
}

interface Placed {
  readonly object: JsonObject;
  readonly way: readonly (string | number)[];
}

function placesOf(value: unknown, path: readonly string[], way: readonly (string | number)[] = []): readonly Placed[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => placesOf(item, path[0] === '@' ? path.slice(1) : path, [...way, index]));
  if (!isObject(value)) return [];
  const [name, ...below] = path;
  return name === undefined ? [{ object: value, way }] : placesOf(own(value, name), below, [...way, name]);
}

/** The type of the objects at a path, as the operation selects them. */
function typeAt({ schema, operation, fragments }: CompletionRequest, path: readonly string[]): GraphQLCompositeType | null {
  let type: GraphQLCompositeType | null = schema.getRootType(operation.operation) ?? null;
  let sets: readonly SelectionSetNode[] = [operation.selectionSet];
  for (const name of path) {
    if (name === '@') continue;
    const found = fieldsNamed(name, sets, type, schema, fragments);
    type = found[0]?.type ?? null;
    sets = found.flatMap(({ set }) => (set === undefined ? [] : [set]));
  }
  return type;
}

function fieldsNamed(
  name: string,
  sets: readonly SelectionSetNode[],
  parent: GraphQLCompositeType | null,
  schema: GraphQLSchema,
  fragments: CompletionRequest['fragments'],
): readonly { readonly type: GraphQLCompositeType; readonly set: SelectionSetNode | undefined }[] {
  return sets.flatMap(({ selections }) =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) {
        if ((selection.alias ?? selection.name).value !== name || parent === null || !('getFields' in parent)) return [];
        const type = getNamedType(parent.getFields()[selection.name.value]?.type);
        return isCompositeType(type) ? [{ type, set: selection.selectionSet }] : [];
      }
      const part = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (part === undefined) return [];
      const condition = part.typeCondition === undefined ? parent : schema.getType(part.typeCondition.name.value);
      return fieldsNamed(name, [part.selectionSet], isCompositeType(condition) ? condition : null, schema, fragments);
    }),
  );
}
