// Fetches of a plan -> the requests that are sent: grouped by subgraph and depth, each knowing which it waits for.
import type { FetchNode } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import { assignCode } from './assign-code.ts';
import type { Guard, Place, PlanPath, RequestBlueprint, SlotBlueprint } from './blueprint.ts';
import { dependenciesOf } from './dependencies.ts';
import { bodyText, canJoin, joinFetches, parseFetch } from './fetch-operations.ts';
import type { PlannedFetch } from './flatten-plan.ts';
import { type PossibleTypes, representCode, soleKeyOf } from './represent-code.ts';
import { readBy, type SelectionTree, writtenBy } from './selection-tree.ts';

export interface RequestOptions {
  readonly possibleTypes: PossibleTypes;
  /** Subgraphs each of whose fetches is a request of its own: hooks see them. */
  readonly separate: ReadonlySet<string>;
}

export interface PreparedRequests {
  readonly requests: readonly RequestBlueprint[];
  /** The request, by index, of each fetch. */
  readonly requestOfFetch: readonly number[];
  readonly places: number;
  readonly sets: number;
}

interface Fetch {
  readonly index: number;
  readonly node: FetchNode;
  readonly document: DocumentNode;
  readonly writes: SelectionTree;
  readonly path: PlanPath;
  readonly guards: readonly Guard[];
  readonly deferred: number | null;
  readonly waitsFor: readonly number[];
  readonly depth: number;
}

/** Subgraphs may limit aliases. */
const maxJoined = 10;

export function prepareRequests(planned: readonly PlannedFetch[], options: RequestOptions): PreparedRequests {
  const fetches = analysed(planned);
  const groups = groupsOf(fetches, options.separate);
  const requestOfFetch: number[] = [];
  groups.forEach((group, request) => {
    for (const { index } of group) requestOfFetch[index] = request;
  });
  const numbers = { places: new Map<string, number>(), sets: new Map<string, number>() };
  const requests = groups.map((group) => {
    const waitsFor = new Set(group.flatMap((fetch) => fetch.waitsFor.map((index) => requestOfFetch[index] ?? 0)));
    return requestOf(group, [...waitsFor], numbers, options.possibleTypes);
  });
  return { requests, requestOfFetch, places: numbers.places.size, sets: numbers.sets.size };
}

function analysed(planned: readonly PlannedFetch[]): readonly Fetch[] {
  const parsed = planned.map(({ node }) => parseFetch(node.operation));
  const accesses = planned.map(({ node, path, earlier }, index) => ({
    path: path.filter((part) => part !== '@'),
    earlier,
    writes: writtenBy(parsed[index] ?? fail()),
    reads: readBy(node.requires ?? []),
  }));
  const inOrder = planned.some(({ node }) => node.operationKind === 'mutation');
  const depths: number[] = [];
  return dependenciesOf(accesses, inOrder).map((needed, index) => {
    // What it reads above its place is not looked at: it waits for everything before it.
    const readsAbove = (planned[index]?.node.contextRewrites ?? []).length > 0;
    const waitsFor = readsAbove ? (planned[index]?.earlier ?? []) : needed;
    depths[index] = Math.max(-1, ...waitsFor.map((one) => depths[one] ?? 0)) + 1;
    const { node, path, guards, deferred } = planned[index] ?? fail();
    const writes = accesses[index]?.writes ?? fail();
    return { index, node, document: parsed[index] ?? fail(), writes, path, guards, deferred, waitsFor, depth: depths[index] };
  });
}

/** By depth, so that a request waits only for lower ones. */
function groupsOf(fetches: readonly Fetch[], separate: ReadonlySet<string>): readonly (readonly Fetch[])[] {
  const groups = new Map<string, Fetch[]>();
  const depthOf = createDepths(fetches, separate);
  const inOrder = fetches.map((fetch) => ({ fetch, depth: depthOf(fetch) }));
  inOrder.sort((one, other) => one.depth - other.depth || one.fetch.index - other.fetch.index);
  for (const { fetch, depth } of inOrder) {
    let key = canStandBeside(fetch, separate) ? `${depth} ${companyOf(fetch)}` : `alone ${fetch.index}`;
    while ((groups.get(key)?.length ?? 0) >= maxJoined) key += '+';
    groups.set(key, [...(groups.get(key) ?? []), fetch]);
  }
  return [...groups.values()];
}

/** With whom a fetch may share a request. */
const companyOf = ({ node, guards, deferred }: Fetch): string => JSON.stringify([node.serviceName, guards, deferred]);

const canStandBeside = ({ node, document }: Fetch, separate: ReadonlySet<string>): boolean =>
  node.requires !== undefined &&
  node.operationKind === 'query' &&
  !separate.has(node.serviceName) &&
  (node.contextRewrites ?? []).length === 0 &&
  canJoin(document, node.variableUsages);

/**
 * The depth at which a fetch is sent: its own; but one that nobody waits for is put off until the last request to the same subgraph. The response
 * waits for that one anyway, and a request is saved.
 */
function createDepths(fetches: readonly Fetch[], separate: ReadonlySet<string>): (fetch: Fetch) => number {
  const awaited = new Set(fetches.flatMap(({ waitsFor }) => waitsFor));
  const last = new Map<string, number>();
  for (const fetch of fetches.filter((one) => canStandBeside(one, separate))) {
    const company = companyOf(fetch);
    last.set(company, Math.max(last.get(company) ?? 0, fetch.depth));
  }
  return (fetch) => {
    const isLate = !awaited.has(fetch.index) && canStandBeside(fetch, separate);
    return isLate ? (last.get(companyOf(fetch)) ?? fetch.depth) : fetch.depth;
  };
}

function requestOf(
  group: readonly Fetch[],
  waitsFor: readonly number[],
  numbers: { readonly places: Map<string, number>; readonly sets: Map<string, number> },
  possibleTypes: PossibleTypes,
): RequestBlueprint {
  const [first = fail()] = group;
  const { node, guards, deferred } = first;
  const placeOf = ({ path, waitsFor: writers }: Fetch): Place => ({
    // The objects at a path are the same for all who wait for the same writers.
    id: numbered(numbers.places, JSON.stringify([path, writers])),
    path,
  });
  const common = { subgraph: node.serviceName, operation: node.operationKind, waitsFor, guards, deferred };
  const fetchText = { query: node.operation, operationName: node.operationName };
  const variables = [...new Set(group.flatMap((fetch) => fetch.node.variableUsages ?? []))];
  if (node.requires === undefined) {
    const place = first.path.length === 0 ? null : placeOf(first);
    const root = {
      place,
      outputRewrites: node.outputRewrites ?? [],
      fields: [...first.writes.keys()],
      fetch: fetchText,
      planned: first.index,
    };
    return { ...common, body: bodyText(node.operation, node.operationName), variables, slots: [], root };
  }
  const alike = Map.groupBy(group, ({ node: { operation, requires, inputRewrites, outputRewrites } }) =>
    JSON.stringify([operation, requires, inputRewrites, outputRewrites]),
  );
  const isAlone = alike.size === 1;
  const slots = [...alike.values()].map((fetches, index) => {
    const places = fetches.map(placeOf);
    const [fetch = fail()] = fetches;
    const set = numbered(numbers.sets, JSON.stringify([places.map(({ id }) => id), fetch.node.requires, fetch.node.inputRewrites]));
    const planned = fetches.map((one) => one.index);
    return { ...slotOf(fetch, places, set, isAlone ? null : index, possibleTypes), planned };
  });
  if (isAlone) return { ...common, body: bodyText(node.operation, node.operationName), variables, slots, root: null };
  const documents = [...alike.values()].map(([fetch = fail()]) => fetch.document);
  const joined = joinFetches(slots.map(({ alias, variable }, index) => ({ alias, variable, document: documents[index] ?? fail() })));
  return { ...common, body: bodyText(joined, undefined), variables, slots, root: null };
}

function slotOf(
  { node, document, writes }: Fetch,
  places: readonly Place[],
  set: number,
  index: number | null,
  possibleTypes: PossibleTypes,
): Omit<SlotBlueprint, 'planned'> {
  const requires = node.requires ?? [];
  const inputRewrites = node.inputRewrites ?? [];
  const outputRewrites = node.outputRewrites ?? [];
  const represent = inputRewrites.length > 0 ? null : representCode(requires, possibleTypes);
  const sole = represent === null ? null : soleKeyOf(requires);
  return {
    alias: index === null ? '_entities' : `e${index}`,
    variable: index === null ? 'representations' : `representations_${index}`,
    places,
    set,
    requires,
    represent,
    soleKey: sole?.key ?? null,
    soleType: sole?.type ?? '',
    assign: outputRewrites.length > 0 ? null : assignCode(document),
    inputRewrites,
    outputRewrites,
    contextRewrites: node.contextRewrites ?? [],
    fields: [...writes.keys()].filter((name) => name !== '__typename'),
    alone: bodyText(node.operation, node.operationName),
    aloneVariables: node.variableUsages ?? [],
    fetch: { query: node.operation, operationName: node.operationName },
  };
}

function numbered(numbers: Map<string, number>, key: string): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}

function fail(): never {
  throw new Error('Lists of a plan have the same length.');
}
