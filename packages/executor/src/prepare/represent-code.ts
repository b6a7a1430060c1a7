// Code that writes the representation of an entity as JSON text, straight from the entity.
import type { QueryPlanFieldNode, QueryPlanInlineFragmentNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { literal, read } from './names.ts';

/** Object types of each abstract type of the supergraph. */
export type PossibleTypes = Readonly<Record<string, readonly string[]>>;

/**
 * A function `(entity) => text | null`, null for an object that is not to be represented. Gives null instead of code when several parts
 * of `requires` could apply to one object: their fields would have to be merged (`execute/representation.ts` does).
 */
export function representCode(requires: readonly QueryPlanSelectionNode[], possibleTypes: PossibleTypes): string | null {
  const cases: string[] = [];
  const seen = new Set<string>();
  for (const part of requires) {
    if (part.kind !== 'InlineFragment' || part.typeCondition === undefined) return null;
    const [first] = part.selections;
    // Without its type in front an object is not represented.
    if (first?.kind !== 'Field' || (first.alias ?? first.name) !== '__typename') return null;
    if (!isPlain(part.selections)) return null;
    const possible = Object.hasOwn(possibleTypes, part.typeCondition) ? possibleTypes[part.typeCondition] : undefined;
    for (const type of [part.typeCondition, ...(possible ?? [])]) {
      if (seen.has(type)) return null;
      seen.add(type);
      cases.push(`case ${literal(type)}:`);
    }
    cases.push(`return (${objectWriter(part.selections)})(e);`);
  }
  return `(e) => { switch (e.__typename) { ${cases.join(' ')} default: return null; } }`;
}

/** The response name of the one leaf that, beside `__typename`, makes the whole key; and the type it is for. */
export function soleKeyOf(requires: readonly QueryPlanSelectionNode[]): { readonly key: string; readonly type: string } | null {
  const [part, ...others] = requires;
  if (part?.kind !== 'InlineFragment' || part.typeCondition === undefined || others.length > 0) return null;
  const [key, ...rest] = part.selections.filter((selection) => selection.kind !== 'Field' || selection.name !== '__typename');
  if (key?.kind !== 'Field' || key.selections !== undefined || rest.length > 0) return null;
  return { key: key.alias ?? key.name, type: part.typeCondition };
}

/** `(o) => text | null`; null when a field is missing. */
function objectWriter(selections: readonly QueryPlanSelectionNode[]): string {
  const fields = selections.filter((selection) => selection.kind === 'Field');
  const parts = selections.filter((selection) => selection.kind === 'InlineFragment').map((part) => `t += (${fragmentWriter(part)})(o);`);
  return `(o) => { let v, t = ''; ${fieldLines(fields)} ${parts.join(' ')} return '{' + t.slice(1) + '}'; }`;
}

function fieldLines(fields: readonly QueryPlanFieldNode[]): string {
  return fields
    .map((field) => {
      const name = field.alias ?? field.name;
      const value = field.selections === undefined ? 'leaf(v)' : `nested(v, ${objectWriter(field.selections)})`;
      return `v = ${read('o', name)}; if (v === undefined) return null; t += ${literal(`,${literal(name)}:`)} + ${value};`;
    })
    .join(' ');
}

/** Of the type conditions below the entity each that fits adds its fields or, when it lacks one, nothing. */
function fragmentWriter({ typeCondition, selections }: QueryPlanInlineFragmentNode): string {
  const fields = selections.filter((selection) => selection.kind === 'Field');
  return `(o) => isOf(o, ${literal(typeCondition ?? '')}) ? (() => { let v, t = ''; ${fieldLines(fields)} return t; })() ?? '' : ''`;
}

/** Whether at each level every name stands once and type conditions are not nested: then no two parts have to be merged. */
function isPlain(selections: readonly QueryPlanSelectionNode[]): boolean {
  const names = selections.flatMap((selection) => (selection.kind === 'Field' ? [selection] : selection.selections));
  const seen = new Set<string>();
  return names.every((selection) => {
    if (selection.kind !== 'Field') return false;
    const name = selection.alias ?? selection.name;
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew && isPlain(selection.selections ?? []);
  });
}
