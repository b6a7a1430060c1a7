// What the fetches of a plan write into the response, where, and when.
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { parse } from 'graphql';
import type { PlannedFetch } from '../prepare/flatten-plan.ts';
import { operationOf } from '../prepare/selection-tree.ts';
import { type AskedField, mapAskedFields, nameAfterRewrites, namedType } from './asked-fields.ts';
import type { Guard } from './guards.ts';
import type { SubgraphFields } from './subgraph-fields.ts';
import type { PossibleTypes } from './supergraph-document.ts';

export interface WrittenPlaces {
  /** The object types that an object at a path may have that is of `typeName`. */
  typesAt(path: readonly string[], typeName: string): readonly string[];
  /** Whether something writes all that is selected, at its top, of an object of the type at the path. */
  mayBeThere(path: readonly string[], type: string, selections: readonly QueryPlanSelectionNode[]): boolean;
  /** Whether whenever a fetch for objects of a type at a path is sent all that is required of them is written, for each that is there. */
  isSure(at: Pick<PlannedFetch, 'path' | 'guards'>, typeName: string, required: readonly QueryPlanSelectionNode[]): boolean;
}

interface Place {
  /** Something writes it under each of these. */
  readonly writings: Writing[];
  /** What its objects may be, as far as declared. */
  readonly types: Set<string>;
  readonly below: Map<string, Place>;
}

interface Writing {
  /** The type of the objects that it is written of. */
  readonly of: string;
  readonly guards: readonly Guard[];
}

export function writtenPlacesOf(planned: readonly PlannedFetch[], fields: SubgraphFields, possibleTypes: PossibleTypes): WrittenPlaces {
  const root: Place = { writings: [{ of: '', guards: [] }], types: new Set(), below: new Map() };
  const objectsOf = (type: string): readonly string[] => [type, ...(possibleTypes[type] ?? [])];
  for (const { node, path, guards } of planned) {
    for (const { field, typeName, path: below, guards: own } of askedFieldsOf(node, fields)) {
      if (field.name.value === '_entities') continue;
      const place = placeAt(root, [...path, ...below, nameAfterRewrites(field)]);
      place.writings.push({ of: typeName, guards: [...guards, ...own] });
      const type = fields.typeOf(typeName, field.name.value);
      if (type !== undefined) place.types.add(namedType(type));
    }
  }
  const typesAt = (path: readonly string[], typeName: string): readonly string[] => {
    const declared = new Set([...placeAt(root, path).types].flatMap(objectsOf));
    return objectsOf(typeName).filter((type) => !Object.hasOwn(possibleTypes, type) && (declared.size === 0 || declared.has(type)));
  };
  return {
    typesAt,
    mayBeThere(path, type, selections) {
      const { below } = placeAt(root, path);
      const isThere = (name: string) => (below.get(name)?.writings ?? []).some(({ of }) => objectsOf(of).includes(type));
      return selections.every((selection) => selection.kind !== 'Field' || selection.name === '__typename' || isThere(selection.name));
    },
    isSure({ path, guards }, typeName, required) {
      const object = placeAt(root, path);
      const types = typesAt(path, typeName);
      const isWritten = ({ writings }: Place, of: readonly string[] | null) =>
        object.writings.every((around) => {
          const held = [...around.guards, ...guards];
          const always = writings.filter((writing) => writing.guards.every((guard) => held.some((one) => isSame(one, guard))));
          return of === null ? always.length > 0 : of.every((type) => always.some((writing) => objectsOf(writing.of).includes(type)));
        });
      // Further down the type of an object is not known from what is required.
      const areWritten = (selections: readonly QueryPlanSelectionNode[], parent: Place, of: readonly string[] | null): boolean =>
        selections.every((selection) => {
          if (selection.kind === 'InlineFragment') return areWritten(selection.selections, parent, null);
          const place = parent.below.get(selection.name);
          if (place === undefined) return true; // of a type that does not stand here
          return isWritten(place, of) && areWritten(selection.selections ?? [], place, null);
        });
      return areWritten(required, object, types);
    },
  };
}

/** All that a fetch asks, in its order. */
export function askedFieldsOf(node: FetchNode, fields: SubgraphFields): readonly AskedField[] {
  const asked: AskedField[] = [];
  mapAskedFields(node, operationOf(parse(node.operation, { noLocation: true })), fields, (one) => {
    asked.push(one);
    return one.field;
  });
  return asked;
}

/** Lists are passed through. */
function placeAt(root: Place, path: readonly string[]): Place {
  let place = root;
  for (const name of path) {
    if (name === '@') continue;
    const known: Place = place.below.get(name) ?? { writings: [], types: new Set(), below: new Map() };
    place.below.set(name, known);
    place = known;
  }
  return place;
}

const isSame = (one: Guard, other: Guard): boolean => one.variable === other.variable && one.wanted === other.wanted;
