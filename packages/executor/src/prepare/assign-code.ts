// Code that assigns a received entity into the tree.
import { type DocumentNode, Kind, type SelectionNode } from 'graphql';
import { literal, read, write } from './names.ts';
import { operationOf } from './selection-tree.ts';

/**
 * A function `(target, source, share)` for an entity fetch with one type condition and plain fields below it; null for any other, whose
 * objects are merged key by key (`execute/merge.ts`). `share`: nested objects may be taken over as they are.
 */
export function assignCode(document: DocumentNode): string | null {
  const [entities] = operationOf(document).selectionSet.selections;
  if (entities?.kind !== Kind.FIELD) return null;
  const parts = (entities.selectionSet?.selections ?? []).filter((selection) => !isTypename(selection));
  const [part, ...others] = parts;
  if (part?.kind !== Kind.INLINE_FRAGMENT || others.length > 0) return null;
  const lines: string[] = [];
  // The type as the subgraph says it: an interface object's is known better there.
  if (parts.length < (entities.selectionSet?.selections.length ?? 0)) lines.push(typeLine);
  for (const selection of part.selectionSet.selections) {
    if (selection.kind !== Kind.FIELD) return null;
    const name = (selection.alias ?? selection.name).value;
    lines.push(name === '__typename' ? typeLine : selection.selectionSet === undefined ? leafLine(name) : objectLine(name));
  }
  return `(t, s, share) => { let v; ${lines.join(' ')} }`;
}

const isTypename = (selection: SelectionNode): boolean =>
  selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === '__typename';

/** Whoever does not say the type, or only knows an interface for it (an interface object), does not take it away. */
const typeLine = 'v = s.__typename; if (v && (!t.__typename || !isAbstract(v))) t.__typename = v;';

const leafLine = (name: string): string => `v = ${read('s', name)}; if (v !== undefined) ${write('t', name, 'v')};`;

const objectLine = (name: string): string =>
  `v = ${read('s', name)}; if (v !== undefined) { if (share && ${read('t', name)} === undefined) ${write('t', name, 'v')}; else put(t, ${literal(name)}, v, share); }`;
