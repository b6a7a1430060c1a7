// Code that writes a value of a scalar or enum.
import { type GraphQLLeafType, isEnumType, specifiedScalarTypes } from 'graphql';

const specified: ReadonlySet<string> = new Set(specifiedScalarTypes.map(({ name }) => name));

/** An expression for the value in `v`: its text, or in mode `object` itself. Whatever is not of the type deopts. */
export function leafCode(type: GraphQLLeafType, v: string, mode: 'text' | 'object', isMember: (type: string) => string): string {
  const isText = mode === 'text';
  const number = isText ? `'' + ${v}` : v;
  const string = isText ? `quote(${v})` : v;
  // Names need no escaping.
  if (isEnumType(type)) return `(${isMember(type.name)}(${v}) ? ${isText ? `'"' + ${v} + '"'` : v} : deopt())`;
  switch (specified.has(type.name) ? type.name : '') {
    case 'Int':
      return `((${v} | 0) === ${v} || Number.isSafeInteger(${v}) ? ${number} : deopt())`;
    case 'Float':
      return `(typeof ${v} === 'number' && isFinite(${v}) ? ${number} : deopt())`;
    case 'Boolean':
      return `(typeof ${v} === 'boolean' ? ${number} : deopt())`;
    case 'String':
      return `(typeof ${v} === 'string' ? ${string} : deopt())`;
    case 'ID':
      return `(typeof ${v} === 'string' ? ${string} : Number.isSafeInteger(${v}) ? ${number} : deopt())`;
    default:
      return isText ? `json(${v})` : v;
  }
}
