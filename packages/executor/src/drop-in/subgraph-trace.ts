// The trace that a subgraph puts into its answer (inline tracing, "ftv1"): read, and divided among the fetches that it answers.
import { Trace } from '@apollo/usage-reporting-protobuf';
import { isObject } from '../execute/objects.ts';
import type { Asked } from '../execute/run.ts';
import { responseNameOf } from '../planning/response-names.ts';
import type { PreparedOperation } from '../prepared-operation.ts';

/** As @apollo/gateway: the default names, whatever the schema calls them. */
const rootTypes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/**
 * Its fields have the response names that the client chose, and those of the root belong to the client's root type.
 * @throws {Error} when it is not a trace in base64.
 */
export function decodeTrace(ftv1: unknown, { kind, plan: { renamed } }: PreparedOperation): Trace {
  const trace = Trace.decode(Buffer.from(ftv1 as string, 'base64')); // what is no text throws
  for (const field of trace.root?.child ?? []) field.parentType = rootTypes[kind];
  if (trace.root && renamed) trace.root = changed(trace.root, shownName, (path) => path.map(shownName));
  return trace;
}

const shownName = <Part>(part: Part) => (typeof part === 'string' ? responseNameOf(part) : part);

/**
 * What a trace tells of the fetch at one place of a slot, as if that had been sent alone. What fetches share is told once: an entity where
 * it was first found, errors of the whole with the first fetch.
 */
export function partOf(trace: Trace, asked: readonly Asked[], { slot, representations }: Asked, place: number): Trace {
  const { root } = trace;
  if (!root || (asked.length === 1 && slot.places.length === 1)) return trace;
  const { firstPlace } = representations;
  const isFirst = place === firstPlace[0];
  const own = firstPlace.flatMap((first, index) => (first === place ? [index] : []));
  const entitiesOf = (field: Trace.INode): Trace.Node =>
    new Trace.Node({
      ...field,
      responseName: '_entities',
      originalFieldName: null,
      error: isFirst ? (field.error ?? []).map((error) => moved(error, ([, ...below]) => ['_entities', ...below])) : [],
      child: (field.child ?? []).flatMap((entity) => {
        const index = own.indexOf(entity.index ?? 0);
        const here = (path: Path): Path => ['_entities', index, ...path.slice(2)];
        return index === -1 ? [] : [new Trace.Node({ ...changed(entity, (name) => name, here), index })];
      }),
    });
  const child = (root.child ?? []).filter(({ responseName }) => responseName === slot.alias).map(entitiesOf);
  const error = isFirst && asked[0]?.slot === slot ? (root.error ?? []) : [];
  return new Trace({ ...trace, root: new Trace.Node({ ...root, error, child }) });
}

type Path = readonly unknown[];

/** With other response names, and other paths in its errors. */
function changed(node: Trace.INode, nameOf: (name: string) => string, pathOf: (path: Path) => Path): Trace.Node {
  return new Trace.Node({
    ...node,
    ...(node.responseName && { responseName: nameOf(node.responseName) }),
    error: (node.error ?? []).map((error) => moved(error, pathOf)),
    child: (node.child ?? []).map((child) => changed(child, nameOf, pathOf)),
  });
}

/** An error's path stands in its JSON, which subgraphs write as they like. */
function moved(error: Trace.IError, pathOf: (path: Path) => Path): Trace.IError {
  try {
    const told: unknown = JSON.parse(error.json ?? '');
    if (!isObject(told) || !Array.isArray(told['path'])) return error;
    return new Trace.Error({ ...error, json: JSON.stringify({ ...told, path: pathOf(told['path']) }) });
  } catch {
    return error;
  }
}
