// Which names the planner itself may select on a type: those that a client must not give to anything else.
import type { DocumentNode } from 'graphql';
import { eachField, parseFieldSet } from './field-sets.ts';
import { fieldsTypesOf, type PossibleTypes, typeOfFields } from './supergraph-document.ts';
import { fieldSetsOf } from './supergraph-field-sets.ts';

/** The names selected by keys, requirements and contexts on objects that are of the type. */
export type InternalNames = (typeName: string) => ReadonlySet<string>;

const everywhere: ReadonlySet<string> = new Set(['__typename']);

/** Reads the names from the field sets of a supergraph. What is selected on an interface counts for its objects, and the other way round. */
export function internalNamesOf(document: DocumentNode, possibleTypes: PossibleTypes): InternalNames {
  const selected = new Map<string, Set<string>>();
  const typeOf = typeOfFields(fieldsTypesOf(document));
  for (const { kind, typeName, text } of fieldSetsOf(document)) {
    if (kind === 'provides') continue; // says where a field can be had, and is not selected
    eachField(parseFieldSet(text), typeName, typeOf, ({ name }, parent) => {
      const names = selected.get(parent) ?? new Set(everywhere);
      selected.set(parent, names.add(name.value));
    });
  }
  const abstractTypesOf = inverse(possibleTypes);
  const cache = new Map<string, ReadonlySet<string>>();
  return (typeName) => {
    const known = cache.get(typeName);
    if (known !== undefined) return known;
    const objects = possibleTypes[typeName] ?? [typeName];
    const related = [typeName, ...objects, ...objects.flatMap((object) => abstractTypesOf.get(object) ?? [])];
    const sets = related.flatMap((type) => selected.get(type) ?? []);
    const names = sets.length === 0 ? everywhere : new Set(sets.flatMap((set) => [...set]));
    cache.set(typeName, names);
    return names;
  };
}

function inverse(possibleTypes: PossibleTypes): ReadonlyMap<string, readonly string[]> {
  const abstractTypes = new Map<string, string[]>();
  for (const [abstract, objects] of Object.entries(possibleTypes)) {
    for (const object of objects) abstractTypes.set(object, [...(abstractTypes.get(object) ?? []), abstract]);
  }
  return abstractTypes;
}
