// An entity fetch whose representations would hold one field with two values is split into fetches that each need one.
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { operationOf } from '../prepare/selection-tree.ts';
import { operationParts } from './fetch-parts.ts';
import type { HiddenFields } from './hidden-fields.ts';
import type { Requirements } from './subgraph-fields.ts';

/** By the place of a field in the representation (`category.averagePrice`), the name that the planner gave it. */
type Wanted = ReadonlyMap<string, string>;

/**
 * The same fetch when no two of its required fields are one field of the subgraph; else several, each of which asks for some of its fields
 * and brings what these require. Type conditions are not told apart: rather a fetch too many than two values under one name.
 */
export function splitFetch(fetch: FetchNode, hidden: HiddenFields, requirements: Requirements): readonly FetchNode[] {
  const { requires } = fetch;
  if (requires === undefined) return [fetch];
  const contested = contestedPlaces(requires, hidden);
  if (contested.size === 0) return [fetch];
  const document = parse(fetch.operation, { noLocation: true });
  const groups: Map<string, string>[] = [];
  const groupOf = new Map<string, number>();
  eachEntityField(document, (field, typeName) => {
    const key = `${typeName}.${field.name.value}`;
    if (field.name.value === '__typename' || groupOf.has(key)) return;
    const wanted = wantedBy(requirements(fetch.serviceName, typeName, field.name.value), hidden, contested);
    const fitting = groups.findIndex((group) => [...wanted].every(([place, name]) => (group.get(place) ?? name) === name));
    const index = fitting === -1 ? groups.push(new Map()) - 1 : fitting;
    for (const [place, name] of wanted) groups[index]?.set(place, name);
    groupOf.set(key, index);
  });
  return groups.map((wanted, index) => ({
    ...fetch,
    ...operationParts(
      fetch,
      onlyFields(document, (key) => groupOf.get(key) === index),
    ),
    requires: withoutUnwanted(requires, wanted, contested, hidden),
  }));
}

const realName = (name: string, hidden: HiddenFields): string => hidden[name]?.field ?? name;

/** Places at which the representation would have two values. */
function contestedPlaces(requires: readonly QueryPlanSelectionNode[], hidden: HiddenFields): ReadonlySet<string> {
  const namesAt = new Map<string, Set<string>>();
  const walk = (selections: readonly QueryPlanSelectionNode[], parent: string): void => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') {
        walk(selection.selections, parent);
        continue;
      }
      const place = `${parent}${realName(selection.name, hidden)}`;
      namesAt.set(place, (namesAt.get(place) ?? new Set()).add(selection.name));
      walk(selection.selections ?? [], `${place}.`);
    }
  };
  walk(requires, '');
  return new Set([...namesAt].filter(([, names]) => names.size > 1).map(([place]) => place));
}

function wantedBy(requirement: SelectionSetNode | undefined, hidden: HiddenFields, contested: ReadonlySet<string>): Wanted {
  const wanted = new Map<string, string>();
  const walk = (set: SelectionSetNode | undefined, parent: string): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, parent);
      if (selection.kind !== Kind.FIELD) continue;
      const place = `${parent}${realName(selection.name.value, hidden)}`;
      if (contested.has(place)) wanted.set(place, selection.name.value);
      walk(selection.selectionSet, `${place}.`);
    }
  };
  walk(requirement, '');
  return wanted;
}

function withoutUnwanted(
  selections: readonly QueryPlanSelectionNode[],
  wanted: Wanted,
  contested: ReadonlySet<string>,
  hidden: HiddenFields,
  parent = '',
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === 'InlineFragment') {
      const kept = withoutUnwanted(selection.selections, wanted, contested, hidden, parent);
      return kept.length === 0 ? [] : [{ ...selection, selections: kept }];
    }
    const place = `${parent}${realName(selection.name, hidden)}`;
    if (contested.has(place) && wanted.get(place) !== selection.name) return [];
    if (selection.selections === undefined) return [selection];
    const kept = withoutUnwanted(selection.selections, wanted, contested, hidden, `${place}.`);
    return kept.length === 0 ? [] : [{ ...selection, selections: kept }];
  });
}

/** Tells `visit` the fields that are asked of the entities themselves, with the type that they are asked of. */
function eachEntityField(document: DocumentNode, visitField: (field: FieldNode, typeName: string) => void): void {
  const walk = (set: SelectionSetNode | undefined, typeName: string): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) visitField(selection, typeName);
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, selection.typeCondition?.name.value ?? typeName);
    }
  };
  for (const entities of operationOf(document).selectionSet.selections) if (entities.kind === Kind.FIELD) walk(entities.selectionSet, '');
}

/** The operation without the entities' fields that are not kept. */
function onlyFields(document: DocumentNode, isKept: (key: string) => boolean): OperationDefinitionNode {
  const keep = (selections: readonly SelectionNode[], typeName: string): readonly SelectionNode[] => {
    const kept = selections.flatMap((selection): readonly SelectionNode[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
      if (selection.kind === Kind.FIELD) {
        const { value: name } = selection.name;
        return name === '__typename' || isKept(`${typeName}.${name}`) ? [selection] : [];
      }
      const below = keep(selection.selectionSet.selections, selection.typeCondition?.name.value ?? typeName);
      return below.length === 0 ? [] : [{ ...selection, selectionSet: { ...selection.selectionSet, selections: below } }];
    });
    return kept.every((selection) => selection.kind === Kind.FIELD && selection.name.value === '__typename') ? [] : kept;
  };
  const operation = operationOf(document);
  const selections = operation.selectionSet.selections.map((entities) =>
    entities.kind === Kind.FIELD && entities.selectionSet !== undefined
      ? { ...entities, selectionSet: { ...entities.selectionSet, selections: keep(entities.selectionSet.selections, '') } }
      : entities,
  );
  return { ...operation, selectionSet: { ...operation.selectionSet, selections } };
}
