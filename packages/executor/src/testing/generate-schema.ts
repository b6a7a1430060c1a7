// Schemas with every kind of output type, every kind of nullability, and names that objects inherit.
import type { Random } from './random.ts';

const names = ['a', 'b', 'c', 'id', 'name', 'constructor', 'toString', 'hasOwnProperty', 'length', 'o', 'v', 'd', 'data', 'quote'];
const leaves = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Colour', 'Json'];
const objects = ['Query', 'Book', 'Film', 'Song'];
const abstract = ['Work', 'Named', 'Any'];
const wrappers = ['*', '*!', '*', '*!', '[*]', '[*!]!', '[*!]', '[[*!]!]', '[[*]]!'];

/** As text. Each interface field stands in the objects with the same type, so that whatever is selected merges. */
export function generateSchema(random: Random): string {
  const fieldNames = random.some(names, 9);
  // One type for each name wherever it stands: selections on different types then have the same shape.
  const types = new Map(
    fieldNames.map((name, index) => [name, typeOf(random, index % 2 === 0 ? leaves : [...objects.slice(1), ...abstract])]),
  );
  const lines = (chosen: readonly string[]): string => chosen.map((name) => `${name}: ${types.get(name) ?? 'Int'}`).join('\n');
  const shared = fieldNames.slice(0, 4);
  return `scalar Json
    enum Colour { RED GREEN constructor }
    interface Named { ${lines(shared.slice(0, 2))} }
    interface Work implements Named { ${lines(shared)} }
    union Any = Book | Film | Song
    type Query { ${lines(fieldNames)} }
    type Book implements Work & Named { ${lines(fieldNames.slice(0, 7))} }
    type Film implements Work & Named { ${lines([...shared, ...fieldNames.slice(6)])} }
    type Song implements Named { ${lines(fieldNames.filter((_, index) => index < 2 || index % 2 === 1))} }`;
}

const typeOf = (random: Random, among: readonly string[]): string => random.pick(wrappers).replace('*', random.pick(among));
