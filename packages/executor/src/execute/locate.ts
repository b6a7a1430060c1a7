// Errors of subgraphs, told in terms of the response.
import type { Place } from '../prepare/blueprint.ts';
import type { FieldFault, SubgraphError } from './faults.ts';
import { isObject, type JsonObject, own } from './objects.ts';
import type { Asked, ExecutableRequest, Run } from './run.ts';

type Path = readonly (string | number)[];

/**
 * `_entities[i]` becomes each place that the representation fills: one fault for each. An error that names no representation of ours has no path:
 * what it says of the subgraph's own operation means nothing to a client.
 */
export function locateError(
  run: Run,
  { subgraph, root, deferred }: ExecutableRequest,
  asked: readonly Asked[],
  error: SubgraphError,
  extensions: unknown,
): readonly FieldFault[] {
  const path = isPath(error.path) ? error.path : null;
  const common = { kind: 'field', subgraph, extensions, deferred } as const;
  if (root !== null) {
    const fetch = { path: root.place?.path ?? [], fields: root.fields };
    const parents = root.place === null ? [[]] : [...pathsTo(run, root.place).values()].flat();
    if (path === null || parents.length === 0) return [{ ...common, error, path: null, fetch }];
    return parents.map((parent) => ({ ...common, error, path: [...parent, ...path], fetch }));
  }
  const [alias, index, ...rest] = path ?? [];
  const one = asked.find(({ slot }) => slot.alias === alias) ?? asked[0];
  const fetch = { path: one?.slot.places[0]?.path ?? [], fields: one?.slot.fields ?? [] };
  const paths = one === undefined || typeof index !== 'number' || one.slot.alias !== alias ? [] : pathsOf(run, one, index);
  // As the fetch of the plan would have got it.
  const isAliased = path !== null && alias === one?.slot.alias && alias !== '_entities';
  const told = isAliased ? { ...error, path: ['_entities', ...path.slice(1)] } : error;
  if (paths.length === 0) return [{ ...common, error: told, path: null, fetch }];
  return paths.map((parent) => ({ ...common, error: told, path: [...parent, ...rest], fetch }));
}

/** Each place that a representation fills. */
function pathsOf(run: Run, { slot, representations }: Asked, index: number): readonly Path[] {
  const { entities, which, placeOf } = representations;
  return slot.places.flatMap((place, number) => {
    const filled = new Set(entities.filter((_, at) => which[at] === index && placeOf[at] === number));
    if (filled.size === 0) return [];
    return [...pathsTo(run, place)].flatMap(([object, paths]) => (filled.has(object) ? paths : []));
  });
}

/** The objects at a place, each with all paths to it. */
function pathsTo(run: Run, { path }: Place): Map<JsonObject, Path[]> {
  const found = new Map<JsonObject, Path[]>();
  const walk = (value: unknown, at: number, way: Path): void => {
    const part = path[at];
    if (Array.isArray(value) && (part === '@' || part === undefined)) {
      value.forEach((item, index) => {
        walk(item, part === undefined ? at : at + 1, [...way, index]);
      });
    } else if (isObject(value)) {
      if (part === undefined) found.set(value, [...(found.get(value) ?? []), way]);
      else walk(own(value, part), at + 1, [...way, part]);
    }
  };
  walk(run.data, 0, []);
  return found;
}

const isPath = (path: unknown): path is Path =>
  Array.isArray(path) && path.every((part) => typeof part === 'string' || typeof part === 'number');
