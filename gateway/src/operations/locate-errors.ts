// Gives the errors of fetches that brought nothing a path: that of a null in the result which the fetch explains.
import { type FetchPlace, responseNameOf } from '@tributary/executor';

type Path = readonly (string | number)[];

/** The path of the first null where the fetch would have put something; null when it explains none, because it was only needed on the way. */
export function nullExplainedBy(data: unknown, { path, fields }: FetchPlace): Path | null {
  const parents = path.map(responseNameOf);
  const nulls = [...nullsAt(data, parents, fields.map(responseNameOf), [])];
  // A null on the way may be there for another reason.
  const { path: found } = nulls.find(({ isField }) => isField) ?? nulls[0] ?? { path: null };
  const root = parents[0] ?? fields[0];
  return found?.length === 0 && root !== undefined ? [root] : found;
}

function* nullsAt(
  value: unknown,
  [parent, ...below]: readonly string[],
  fields: readonly string[],
  path: Path,
): Generator<{ path: Path; isField: boolean }> {
  if (value === null) yield { path, isField: false };
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    const parents = parent === '@' ? below : parent === undefined ? [] : [parent, ...below];
    for (const [index, item] of value.entries()) yield* nullsAt(item, parents, fields, [...path, index]);
    return;
  }
  const object = value as Readonly<Record<string, unknown>>; // checked above
  if (parent !== undefined) yield* nullsAt(object[parent], below, fields, [...path, parent]);
  else for (const field of fields) if (object[field] === null) yield { path: [...path, field], isField: true };
}
