// Whether a value from a subgraph is one of a scalar or enum.
import { type GraphQLLeafType, isEnumType, specifiedScalarTypes } from 'graphql';

const specified: ReadonlySet<string> = new Set(specifiedScalarTypes.map(({ name }) => name));
const integer = /^-?(0|[1-9][0-9]*)$/;

/** As @apollo/gateway: any value of a custom scalar; integers of any size; an ID may be a number. */
export function isLeafValue(value: unknown, type: GraphQLLeafType): boolean {
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  switch (specified.has(type.name) ? type.name : '') {
    case 'Boolean':
      return typeof value === 'boolean';
    case 'Int':
      return typeof value === 'number' && integer.test(String(value));
    case 'Float':
      return typeof value === 'number' && Number.isFinite(value);
    case 'ID':
      return typeof value === 'string' || (typeof value === 'number' && integer.test(String(value)));
    case 'String':
      return typeof value === 'string';
    default:
      return true;
  }
}
