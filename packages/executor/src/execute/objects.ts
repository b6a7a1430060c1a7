// Objects that came as JSON: their own fields only, and writing that cannot change what they inherit.

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

export const own = (object: object, name: string): unknown => (Object.hasOwn(object, name) ? (object as JsonObject)[name] : undefined); // any object has fields

export function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true });
}

/** Sets a field of whatever name. */
export function put(object: JsonObject, name: string, value: unknown): void {
  if (name === '__proto__') define(object, name, value);
  else object[name] = value;
}
