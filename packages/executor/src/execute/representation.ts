// Representations by the letter: what code of `prepare/represent-code.ts` does faster, and the parts that only this can.
import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { merge } from './merge.ts';
import { isObject, type JsonObject, own, put } from './objects.ts';
import { applyRewrites, type IsOfType, isOfTypeOrUnknown } from './rewrites.ts';

/** The representation of an entity as text; null for an object that is not to be represented. */
export function representationText(
  entity: JsonObject,
  requires: readonly QueryPlanSelectionNode[],
  inputRewrites: readonly FetchDataRewrite[],
  isOfType: IsOfType,
): string | null {
  const selected = select(entity, requires, isOfType);
  if (selected === null || !own(selected, '__typename')) return null;
  applyRewrites(selected, inputRewrites, isOfTypeOrUnknown(isOfType));
  return JSON.stringify(selected);
}

/** The selected fields; null when one is missing. */
function select(source: unknown, selections: readonly QueryPlanSelectionNode[], isOfType: IsOfType): JsonObject | null {
  if (!isObject(source)) return null;
  const result: JsonObject = {};
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      if (selection.typeCondition === undefined || !isOfType(source, selection.typeCondition)) continue;
      const part = select(source, selection.selections, isOfType);
      if (part !== null) merge(result, part, false);
      continue;
    }
    const name = selection.alias ?? selection.name;
    const value = own(source, name);
    if (value === undefined) return null;
    put(result, name, selection.selections === undefined ? value : selectEach(value, selection.selections, isOfType));
  }
  return result;
}

function selectEach(value: unknown, selections: readonly QueryPlanSelectionNode[], isOfType: IsOfType): unknown {
  if (Array.isArray(value)) return value.map((item) => selectEach(item, selections, isOfType));
  return select(value, selections, isOfType);
}
