// Takes fields that require others out of a fetch: each becomes an entity fetch of its own, which brings what the field requires.
import type { FetchDataRewrite, FetchNode, QueryPlanInlineFragmentNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, parse, type SelectionNode } from 'graphql';
import { operationOf } from '../prepare/selection-tree.ts';
import { type AskedField, mapAskedFields, nameAfterRewrites, withoutNumber } from './asked-fields.ts';
import { operationParts } from './fetch-parts.ts';
import { covers, representationOf, selectionsOf } from './required-selections.ts';
import type { SubgraphFields } from './subgraph-fields.ts';
import type { PossibleTypes } from './supergraph-document.ts';

export interface LiftedFetch {
  /** From where the fetch starts that it was taken from. */
  readonly path: readonly string[];
  readonly node: FetchNode;
}

export interface Lifted {
  /** What is left of the fetch; null when that is nothing. */
  readonly rest: FetchNode | null;
  readonly lifted: readonly LiftedFetch[];
}

export interface LiftOptions {
  readonly fields: SubgraphFields;
  readonly possibleTypes: PossibleTypes;
  /** Which of the fields that require others are taken out. */
  readonly isLifted: (asked: AskedField) => boolean;
}

/**
 * Splits a fetch. Where objects are no entities yet, they are taken to have the subgraph's first key in the response.
 * @throws {UncorrectableFetch} when a lifted field cannot be asked of a representation.
 */
export function liftFields(fetch: FetchNode, options: LiftOptions): Lifted {
  const { fields } = options;
  const lifted: LiftedFetch[] = [];
  const kept: AskedField[] = [];
  const operation = operationOf(parse(fetch.operation, { noLocation: true }));
  const rest = mapAskedFields(fetch, operation, fields, (asked) => {
    const requirement = fields.requirementOf(fetch.serviceName, asked.typeName, asked.field.name.value);
    if (requirement !== undefined && options.isLifted(asked)) {
      lifted.push({ path: asked.path, node: fetchOf(fetch, operation, asked, selectionsOf(requirement), options) });
      return null;
    }
    if (asked.ofEntity && asked.field.name.value !== '__typename') kept.push(asked);
    return asked.field;
  });
  if (lifted.length === 0) return { rest: fetch, lifted };
  return { rest: restOf(fetch, rest, kept, options), lifted };
}

/** A plan that would give wrong values, and that could not be corrected. */
export class UncorrectableFetch extends Error {}

function fetchOf(
  fetch: FetchNode,
  operation: OperationDefinitionNode,
  asked: AskedField,
  required: readonly QueryPlanSelectionNode[],
  options: LiftOptions,
): FetchNode {
  const { requires, inputRewrites } = asked.ofEntity ? fetch : representedNow(fetch.serviceName, asked, options);
  const own = representing(requires ?? [], asked.typeName, fetch.serviceName, [required], options);
  if (own.length === 0) throw new UncorrectableFetch(`no key for ${asked.typeName}.${asked.field.name.value}`);
  const outputRewrites = rewritesBelow(fetch, asked);
  const lifted = entityOperation(operation, asked);
  const { contextRewrites, ...parts } = operationParts(fetch, lifted);
  if (contextRewrites !== undefined && contextRewrites.length > 0 && !asked.ofEntity)
    throw new UncorrectableFetch('a context is read from another place');
  return {
    kind: 'Fetch',
    serviceName: fetch.serviceName,
    requires: own,
    ...parts,
    ...(contextRewrites && { contextRewrites }),
    operationName: fetch.operationName,
    operationKind: 'query' as FetchNode['operationKind'], // the enum's own value
    ...(inputRewrites && { inputRewrites }),
    ...(outputRewrites.length > 0 && { outputRewrites }),
  };
}

type Represented = Pick<FetchNode, 'requires' | 'inputRewrites'>;

/** How an object that no fetch has represented so far is: by the first key of its type. */
function representedNow(subgraph: string, { typeName }: AskedField, { fields, possibleTypes }: LiftOptions): Represented {
  const [key] = fields.keysOf(subgraph, typeName);
  if (key === undefined) return { requires: [] };
  const requires = [representationOf(typeName, [selectionsOf(key)])];
  // The subgraph knows it by the name of its interface, as in what the planner makes of such.
  const setName: FetchDataRewrite = { kind: 'ValueSetter', path: [`... on ${typeName}`, '__typename'], setValueTo: typeName };
  return Object.hasOwn(possibleTypes, typeName) ? { requires, inputRewrites: [setName] } : { requires };
}

/** The parts of `requires` that represent objects of the type, each with one key and what is required. */
function representing(
  requires: readonly QueryPlanSelectionNode[],
  typeName: string,
  subgraph: string,
  required: readonly (readonly QueryPlanSelectionNode[])[],
  { fields, possibleTypes }: LiftOptions,
): QueryPlanInlineFragmentNode[] {
  const keys = fields.keysOf(subgraph, typeName).map(selectionsOf);
  const parts = partsFor(requires, typeName, possibleTypes).flatMap(({ type, selections }) => {
    const key = keys.find((one) => covers(selections, one));
    return key === undefined ? [] : [{ type, isWhole: covers(selections, required.flat()), key }];
  });
  // What is required may be in the response without being read so far.
  const whole = parts.some(({ isWhole }) => isWhole) ? parts.filter(({ isWhole }) => isWhole) : parts;
  return whole.map(({ type, key }) => representationOf(type, [key, ...required]));
}

interface Part {
  readonly type: string;
  readonly selections: readonly QueryPlanSelectionNode[];
}

/** For each type that `requires` names and that objects of `typeName` may have, all that it reads of such. */
function partsFor(requires: readonly QueryPlanSelectionNode[], typeName: string, possibleTypes: PossibleTypes): readonly Part[] {
  const isWithin = (one: string, other: string) => one === other || (possibleTypes[other] ?? []).includes(one);
  const parts = requires.flatMap((part): Part[] =>
    part.kind === 'Field' || part.typeCondition === undefined ? [] : [{ type: part.typeCondition, selections: part.selections }],
  );
  return parts
    .filter(({ type }) => isWithin(type, typeName) || isWithin(typeName, type))
    .map(({ type }) => ({ type, selections: parts.filter((other) => isWithin(type, other.type)).flatMap(({ selections }) => selections) }));
}

/** What `requires` reads of an object of the type. */
export function readsOf(fetch: FetchNode, type: string, possibleTypes: PossibleTypes): readonly QueryPlanSelectionNode[] {
  return (fetch.requires ?? []).flatMap((part) => {
    if (part.kind === 'Field' || part.typeCondition === undefined) return [];
    return part.typeCondition === type || (possibleTypes[part.typeCondition] ?? []).includes(type) ? part.selections : [];
  });
}

function restOf(fetch: FetchNode, operation: OperationDefinitionNode, kept: readonly AskedField[], options: LiftOptions): FetchNode | null {
  if (fetch.requires === undefined) return { ...fetch, ...operationParts(fetch, operation) };
  if (kept.length === 0) return null;
  const parts = new Map<string, QueryPlanSelectionNode[][]>();
  for (const [typeName, asked] of Map.groupBy(kept, (one) => one.typeName)) {
    const required = asked.map(({ field }) => options.fields.requirementOf(fetch.serviceName, typeName, field.name.value));
    const sets = required.flatMap((set) => (set === undefined ? [] : [selectionsOf(set)]));
    for (const { typeCondition = '', selections } of representing(fetch.requires, typeName, fetch.serviceName, sets, options)) {
      parts.set(typeCondition, [...(parts.get(typeCondition) ?? []), selections]);
    }
  }
  if (parts.size === 0) throw new UncorrectableFetch(`no key for ${fetch.serviceName}`);
  return { ...fetch, ...operationParts(fetch, operation), requires: [...parts].map(([type, sets]) => representationOf(type, sets)) };
}

/** `_entities` with the one field, under the conditions that it had within its object. */
function entityOperation(operation: OperationDefinitionNode, { field, typeName, around }: AskedField): OperationDefinitionNode {
  const alias = field.alias && { alias: { ...field.alias, value: nameAfterRewrites(field) } };
  const wrapped = around.reduceRight<SelectionNode>(
    (inner, { directives = [] }) => ({
      kind: Kind.INLINE_FRAGMENT,
      directives,
      selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] },
    }),
    { ...field, ...alias } satisfies FieldNode,
  );
  const frame = operationOf(entitiesFrame);
  const [entities] = frame.selectionSet.selections;
  if (entities?.kind !== Kind.FIELD) throw new Error('The frame asks for entities.');
  const selections: SelectionNode[] = [
    {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typeName } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: [wrapped] },
    },
  ];
  return {
    ...operation,
    operation: frame.operation,
    variableDefinitions: [
      ...(frame.variableDefinitions ?? []),
      ...(operation.variableDefinitions ?? []).filter(({ variable }) => variable.name.value !== 'representations'),
    ],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [{ ...entities, selectionSet: { kind: Kind.SELECTION_SET, selections } }] },
  };
}

const entitiesFrame: DocumentNode = parse(
  'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }',
  { noLocation: true },
);

/** Rewrites of what is below the field, as they are where the field is the first. */
function rewritesBelow({ outputRewrites = [] }: FetchNode, { field, path, typeName }: AskedField): FetchDataRewrite[] {
  const way = [...path.filter((part) => part !== '@'), nameAfterRewrites(field)];
  return outputRewrites.flatMap((rewrite) => {
    const rest = [...rewrite.path];
    for (const name of way) {
      while (rest[0]?.startsWith('... on ')) rest.shift();
      if (withoutNumber(rest.shift() ?? '') !== name) return [];
    }
    return rest.length === 0 ? [] : [{ ...rewrite, path: [`... on ${typeName}`, nameAfterRewrites(field), ...rest] }];
  });
}
