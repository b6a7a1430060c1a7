// Values that entities take from above them (`@fromContext`): which entity gets which.
import type { FetchDataKeyRenamer } from '@apollo/query-planner';
import { isObject, type JsonObject, own, put } from './objects.ts';
import { partOf } from './representation-parts.ts';
import type { IsOfType } from './rewrites.ts';
import type { Asked, Representations, Run } from './run.ts';

interface ContextPart {
  /** Values of the contextual variables. */
  readonly values: JsonObject;
  readonly representations: Representations;
}

/** The entities of a slot by the values that they see above them. */
export function contextsOf(run: Run, { slot, representations }: Asked): readonly ContextPart[] {
  const ancestors = new Map<JsonObject, readonly JsonObject[]>();
  for (const { path } of slot.places) collectAncestors(run.data, path, [], ancestors);
  const groups = Map.groupBy(representations.entities.keys(), (index) => {
    const entity = representations.entities[index] ?? {};
    return JSON.stringify(contextOf(slot.contextRewrites, entity, ancestors.get(entity) ?? [], run.isOfType));
  });
  return [...groups].map(([values, indices]) => ({
    values: JSON.parse(values) as JsonObject, // written above
    representations: partOf(representations, indices),
  }));
}

/** The objects above each object at a path, the nearest last. */
function collectAncestors(
  value: unknown,
  path: readonly string[],
  above: readonly JsonObject[],
  into: Map<JsonObject, readonly JsonObject[]>,
): void {
  if (Array.isArray(value)) {
    for (const item of value) collectAncestors(item, path[0] === '@' ? path.slice(1) : path, above, into);
  } else if (isObject(value)) {
    const [name, ...below] = path;
    if (name === undefined) into.set(value, above);
    else collectAncestors(own(value, name), below, [...above, value], into);
  }
}

function contextOf(
  rewrites: readonly FetchDataKeyRenamer[],
  entity: JsonObject,
  above: readonly JsonObject[],
  isOfType: IsOfType,
): JsonObject {
  const values: JsonObject = {};
  for (const { path, renameKeyTo } of rewrites) {
    // Several may set one variable, one for each type that provides the context.
    const value = valueAt(entity, above, path, isOfType);
    if (value !== undefined) put(values, renameKeyTo, value);
  }
  return values;
}

const fragmentStart = '... on ';

function valueAt(start: JsonObject, above: readonly JsonObject[], path: readonly string[], isOfType: IsOfType): unknown {
  let value: unknown = start;
  let level = above.length;
  for (const part of path) {
    if (part === '..') {
      level -= 1;
      value = above[level];
    } else if (part.startsWith(fragmentStart)) {
      if (!isObject(value) || !isOfType(value, part.slice(fragmentStart.length))) return undefined;
    } else value = fieldOf(value, part);
  }
  return value;
}

const fieldOf = (value: unknown, name: string): unknown =>
  Array.isArray(value) ? value.map((item) => fieldOf(item, name)) : isObject(value) ? own(value, name) : value === null ? null : undefined;
