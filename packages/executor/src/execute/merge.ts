// Merging what a fetch brought into the tree, in place.
import { isObject, type JsonObject, own, put } from './objects.ts';

/**
 * Fields of `source` replace those of `target`; objects are merged, and so are lists of the same length, item by item.
 * Values that are taken over whole are shared when `share`, else copied: what fills two places must not be completed twice.
 */
export function merge(target: JsonObject, source: JsonObject, share: boolean): void {
  for (const name of Object.keys(source)) mergeField(target, name, own(source, name), share);
}

/** One field of it. */
export function mergeField(target: JsonObject, name: string, value: unknown, share: boolean): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null) {
    put(target, name, value);
    return;
  }
  const existing = own(target, name);
  if (isObject(existing) && isObject(value)) merge(existing, value, share);
  else if (Array.isArray(existing) && Array.isArray(value) && existing.length === value.length) mergeList(existing, value, share);
  else put(target, name, share ? value : copy(value));
}

function mergeList(target: unknown[], source: readonly unknown[], share: boolean): void {
  for (let index = 0; index < source.length; index++) {
    const value = source[index];
    const existing = target[index];
    if (isObject(existing) && isObject(value)) merge(existing, value, share);
    else if (Array.isArray(existing) && Array.isArray(value) && existing.length === value.length) mergeList(existing, value, share);
    else target[index] = share ? value : copy(value);
  }
}

export function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  const object: JsonObject = {};
  for (const name of Object.keys(value)) put(object, name, copy(own(value, name)));
  return object;
}
