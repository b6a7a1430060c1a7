// Rewrites of a plan: values set and keys renamed, on representations and on what a subgraph answered.
import type { FetchDataRewrite } from '@apollo/query-planner';
import { isObject, type JsonObject, own, put } from './objects.ts';

/** Whether an object, by its `__typename`, is of a type. */
export type TypeTest = (object: JsonObject, type: string) => boolean;

/** The same by the types of a supergraph. */
export interface IsOfType extends TypeTest {
  /** Whether a name is that of an interface or union. */
  isAbstract(name: unknown): boolean;
}

/** In rewrites an object without a type name counts as of any type. */
export const isOfTypeOrUnknown =
  (isOfType: TypeTest): TypeTest =>
  (object, type) =>
    !own(object, '__typename') || isOfType(object, type);

export function createIsOfType(possibleTypes: Readonly<Record<string, readonly string[]>>): IsOfType {
  const sets = new Map(Object.entries(possibleTypes).map(([type, names]) => [type, new Set(names)]));
  const isOfType: TypeTest = (object, type) => {
    const name = own(object, '__typename');
    return name === type || (typeof name === 'string' && (sets.get(type)?.has(name) ?? false));
  };
  return Object.assign(isOfType, { isAbstract: (name: unknown) => typeof name === 'string' && sets.has(name) });
}

const fragmentStart = '... on ';

export function applyRewrites(value: unknown, rewrites: readonly FetchDataRewrite[], isOfType: TypeTest): void {
  for (const rewrite of rewrites) {
    const last = rewrite.path.at(-1);
    if (last !== undefined) applyAt(value, rewrite.path, 0, isOfType, (object) => rewriteField(object, last, rewrite));
  }
}

function rewriteField(object: JsonObject, name: string, rewrite: FetchDataRewrite): void {
  if (rewrite.kind === 'ValueSetter') {
    put(object, name, rewrite.setValueTo);
    return;
  }
  const value = own(object, name);
  if (value === undefined) return;
  put(object, rewrite.renameKeyTo, value);
  put(object, name, undefined);
}

/** Calls for each object that the path, but for its last part, leads to. */
function applyAt(value: unknown, path: readonly string[], at: number, isOfType: TypeTest, apply: (object: JsonObject) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) applyAt(item, path, at, isOfType, apply);
    return;
  }
  if (!isObject(value)) return;
  const part = path[at];
  if (part === undefined || at === path.length - 1) apply(value);
  else if (!part.startsWith(fragmentStart)) applyAt(own(value, part), path, at + 1, isOfType, apply);
  else if (isOfType(value, part.slice(fragmentStart.length))) applyAt(value, path, at + 1, isOfType, apply);
}
