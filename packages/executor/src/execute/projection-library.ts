// What generated projections call.
import { define, own } from './objects.ts';

/** Thrown by a projection at what only completion by the letter answers; no stack is taken, it is no failure. */
export class Deopt {}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON escapes.
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

export interface ProjectionLibrary {
  quote(value: string): string;
  json(value: unknown): string;
  deopt(): never;
  own(object: object, name: string): unknown;
  define(object: object, name: string, value: unknown): void;
}

const common = {
  json: (value: unknown): string => JSON.stringify(value),
  deopt: (): never => {
    throw new Deopt();
  },
  own,
  define,
};

/** `plain`: for strings from texts without a backslash, which hold nothing that JSON escapes. */
export const projectionLibraries: { readonly plain: ProjectionLibrary; readonly careful: ProjectionLibrary } = {
  plain: { ...common, quote: (value) => `"${value}"` },
  careful: { ...common, quote: (value) => (escaped.test(value) ? JSON.stringify(value) : `"${value}"`) },
};
