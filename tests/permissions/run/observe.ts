// What an answer says of one cell.
import type { Answer } from '@tributary/test-kit';
import type { Expectation } from '../policy/expect.ts';
import type { Cell } from './questions.ts';

/** The code of an error on the way, `null` where the way ends early, else `value`. */
export function observed({ path, way }: Cell, { found, mustBeThere }: Expectation, { data, errors = [] }: Answer): string {
  const codes = new Map(errors.map(({ path: at = [], extensions }) => [pathText(at), extensions.code]));
  const beyond = errors.find(({ path: at }) => at === undefined);
  if (beyond !== undefined) return beyond.extensions.code;
  let value: unknown = data;
  for (const [index, name] of path.entries()) {
    const isLast = index === path.length - 1;
    value = (value as Record<string, unknown> | null)?.[name]; // an object of the answer, as the document asks
    const code = codes.get(pathText(path.slice(0, index + 1)));
    if (code !== undefined) return code;
    if (isLast) return value === null || value === undefined ? endOf(way.at(-1)?.isNullable !== false && !mustBeThere) : 'value';
    if (Array.isArray(value)) value = itemOf(value, found[index], way[index]?.type);
    // What may not be null takes its parent with it: the error stands at the end of the way.
    if (value === null || value === undefined) return codes.get(pathText(path)) ?? 'null';
  }
  return 'value';
}

const endOf = (isFine: boolean) => (isFine ? 'value' : 'null');

/** Without the places in lists: a refusal is the same for all items, and a gateway that refuses before it runs knows none. */
const pathText = (path: readonly (string | number)[]) => path.filter((part) => typeof part === 'string').join('.');

interface Item {
  readonly id?: string;
  readonly node?: { readonly id?: string } | null;
}

/** The item that the way is about; any, when it is about none in particular or none tells its id. */
function itemOf(list: readonly (Item | null)[], about: Expectation['found'][number] | undefined, type: string | undefined): unknown {
  if (typeof about !== 'object' || about.id === 'another' || (type !== about.type && type !== `${about.type}Edge`)) return list[0];
  const ids = list.map((item) => item?.node?.id ?? item?.id);
  return ids.every((id) => id === undefined) ? list[0] : list[ids.indexOf(about.id)];
}
