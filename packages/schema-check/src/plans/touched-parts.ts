// Which operations a change of the supergraph can plan otherwise.
import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { anything, everywhere, isGraph, type PlanningParts, planningPartsOf } from './planning-parts.ts';

/** Parts of a supergraph by coordinate; null stands for all. */
export type TouchedParts = ReadonlySet<string> | null;

/**
 * The parts through which plans can differ between two supergraphs. An operation that selects none of them is planned alike on both, and costs the
 * same: everything that its plan can go through says the same.
 */
export function touchedParts(base: string, head: string): TouchedParts {
  const [before, after] = [planningPartsOf(base), planningPartsOf(head)];
  const names = new Set([...before.texts.keys(), ...after.texts.keys()]);
  const changed = [...names].filter((name) => before.texts.get(name) !== after.texts.get(name));
  // A subgraph that is new or gone is seen where it stands; one that has another name stands there unchanged.
  const isRenamed = (name: string): boolean => isGraph(name) && before.texts.has(name) && after.texts.has(name);
  if (changed.some((name) => name === everywhere || isRenamed(name))) return null;
  return changed.length === 0 ? new Set() : reachedFrom([...changed, anything], before.sees);
}

/** These, and whatever sees them. */
function reachedFrom(changed: readonly string[], sees: PlanningParts['sees']): ReadonlySet<string> {
  const seenBy = new Map<string, string[]>();
  for (const [part, others] of sees) {
    for (const other of others) {
      const known = seenBy.get(other);
      if (known === undefined) seenBy.set(other, [part]);
      else known.push(part);
    }
  }
  const reached = new Set(changed);
  // A set that grows while it is walked: each part once.
  for (const part of reached) for (const other of seenBy.get(part) ?? []) reached.add(other);
  return reached;
}

/** Whether the operation selects one of them. @param document valid on the schema. */
export function touches(schema: GraphQLSchema, document: DocumentNode, touched: TouchedParts): boolean {
  if (touched === null || touched.size === 0) return touched === null;
  const types = new TypeInfo(schema);
  let found = false;
  const note = (part: string): void => {
    found ||= touched.has(part);
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) => note(`${types.getParentType()?.name}.${name.value}`),
      Directive: ({ name }) => note(`@${name.value}`),
      // Of conditions and variables.
      NamedType: ({ name }) => note(name.value),
    }),
  );
  return found;
}
