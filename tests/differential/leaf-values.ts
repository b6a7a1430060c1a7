// Values of leaf fields: drawn from what tends to break executors, the same for the same coordinate.
import type { Random } from './random.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const texts = [
  'plain',
  '',
  'with "quotes"',
  'back\\slash',
  'line\nbreak',
  'ünïcödé ✓ 🙂',
  '__proto__',
  '</script>',
  'null',
  '\u2028',
  'constructor',
  '0',
];
const jsons = [
  '{"a":{"b":[1,null]}}',
  '{"__proto__":{"polluted":true}}',
  '[]',
  '"text"',
  '{"constructor":{"prototype":1},"toString":2}',
  'false',
  '7',
  '{"__typename":"Query"}',
];

export function leafValue(random: Random, type: string, enumValues: readonly string[] | undefined): Json {
  if (enumValues !== undefined) return random.pick(enumValues);
  switch (type) {
    case 'Int':
      return random.pick([0, 1, -1, 42, 2147483647, -2147483648, random.below(1000)]);
    case 'Float':
      return random.pick([0.5, -1.25, 3, 1e21, 1e-7, random.below(1000) / 8]);
    case 'Boolean':
      return random.chance(0.5);
    case 'ID':
      return `id-${random.below(1000)}`;
    case 'Json':
      // Parsed, so that "__proto__" is a property of its own.
      return JSON.parse(random.pick(jsons)) as Json; // as JSON is
    case 'Stamp':
      return random.pick(['2026-01-02T03:04:05Z', 1767322800, true]);
    default:
      return `${random.pick(texts)}${random.chance(0.5) ? random.below(1000) : ''}`;
  }
}

/** A value of a key: no two objects of a type have the same (but those of few values, which stand only in compound keys). */
export function keyValue(type: string, owner: string, id: number): Json {
  switch (type) {
    case 'Int':
      return 100 + id;
    case 'Boolean':
      return id % 2 === 0;
    default:
      return `${owner}-${id}`;
  }
}
