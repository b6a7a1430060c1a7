// Descriptions and deprecations: what is said about a schema element.
import type { Found } from './change.ts';

interface Described {
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
}

export function describedChanges(coordinate: string, base: Described, head: Described): readonly Found[] {
  return [...descriptionChanges(coordinate, base, head), ...deprecationChanges(coordinate, base, head)];
}

function descriptionChanges(coordinate: string, base: Described, head: Described): readonly Found[] {
  const [before, after] = [base.description ?? '', head.description ?? ''];
  if (before === after) return [];
  const verb = before === '' ? 'was added' : after === '' ? 'was removed' : 'was changed';
  return [{ code: 'DESCRIPTION_CHANGED', coordinate, message: `The description of ${coordinate} ${verb}.`, detail: after }];
}

function deprecationChanges(coordinate: string, base: Described, head: Described): readonly Found[] {
  const [before, after] = [base.deprecationReason ?? null, head.deprecationReason ?? null];
  if (before === after) return [];
  if (before === null)
    return [{ code: 'DEPRECATION_ADDED', coordinate, message: `${coordinate} is deprecated: ${after}`, detail: after ?? '' }];
  if (after === null) return [{ code: 'DEPRECATION_REMOVED', coordinate, message: `${coordinate} is deprecated no longer.` }];
  return [
    { code: 'DEPRECATION_REASON_CHANGED', coordinate, message: `${coordinate} is deprecated for another reason: ${after}`, detail: after },
  ];
}
