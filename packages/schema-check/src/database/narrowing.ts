// Whether a column of one type holds all that a column of another has held.
import { elementOf } from './tables.ts';

/** Integers by width, and how many decimal digits the widest has. */
const integers: ReadonlyMap<string, number> = new Map([
  ['int2', 5],
  ['int4', 10],
  ['int8', 19],
]);

/** What a type holds besides itself; `text` holds everything as it is written. */
const wider: Readonly<Record<string, readonly string[]>> = {
  int2: ['int4', 'int8', 'float4', 'float8'],
  int4: ['int8', 'float8'],
  float4: ['float8'],
  json: ['jsonb'],
  varchar: ['text', 'citext'],
  bpchar: ['varchar', 'text', 'citext'],
  date: ['timestamp'],
};

/** PostgreSQL's own types, as its parser names them (`varchar(10)`); enums are compared by their values, elsewhere. */
export function isNarrower(from: string, to: string): boolean {
  if (from === to) return false;
  const [before, after] = [partsOf(from), partsOf(to)];
  if (before.dimensions !== after.dimensions) return true;
  if (before.name === after.name) return !holdsSizes(before.name, before.sizes, after.sizes);
  if (after.name === 'text') return false;
  if (after.name === 'numeric') return !holdsInteger(integers.get(before.name), after.sizes);
  if (wider[before.name]?.includes(after.name) !== true) return true;
  return after.sizes[0] !== undefined && !holdsSizes(after.name, before.sizes, after.sizes);
}

interface Parts {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly dimensions: number;
}

function partsOf(type: string): Parts {
  const element = elementOf(type);
  const [, name = element, sizes = ''] = /^([^(]*)(?:\((.*)\))?$/.exec(element) ?? [];
  return { name, sizes: sizes === '' ? [] : sizes.split(',').map(Number), dimensions: (type.length - element.length) / 2 };
}

/** Sizes of one type: none is the most that it can be, of characters one for `bpchar`, of seconds six digits. */
function holdsSizes(name: string, before: readonly number[], after: readonly number[]): boolean {
  if (name === 'numeric') {
    if (after[0] === undefined) return true;
    const [digits, scale = 0] = before;
    const [newDigits, newScale = 0] = after;
    return digits !== undefined && newScale >= scale && newDigits - newScale >= digits - scale;
  }
  const none = name === 'bpchar' ? 1 : Number.POSITIVE_INFINITY;
  return (after[0] ?? none) >= (before[0] ?? none);
}

function holdsInteger(digits: number | undefined, [newDigits, scale = 0]: readonly number[]): boolean {
  return digits !== undefined && (newDigits === undefined || newDigits - scale >= digits);
}
