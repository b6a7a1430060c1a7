// Writing names into generated code.

/** A string literal. JSON's are JavaScript's. */
export const literal = (text: string): string => JSON.stringify(text);

const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Reads a field of an object that came as JSON; what every object inherits (`constructor`, `__proto__`) is read as its own only. */
export const read = (object: string, name: string): string =>
  inherited.has(name) ? `own(${object}, ${literal(name)})` : `${object}[${literal(name)}]`;

/** Writes one; assigning to `__proto__` would change what the object inherits. */
export const write = (object: string, name: string, value: string): string =>
  name === '__proto__' ? `define(${object}, ${literal(name)}, ${value})` : `${object}[${literal(name)}] = ${value}`;
