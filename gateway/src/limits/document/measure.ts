// Numbers of a piece of a document: sums that add up, and peaks that know their place.
import type { Located } from './limit-fault.ts';

export interface Found {
  readonly value: number;
  readonly node: Located;
}

/** `schemaSize` is what the piece would add to `introspectionSize` if it were spread below `__schema`. */
export type Sum = 'rootFields' | 'aliases' | 'directives' | 'selections' | 'inputValues' | 'introspectionSize' | 'schemaSize';

export type Peak = 'nesting' | 'depth' | 'introspectionDepth' | 'directivesPerPlace' | 'inputDepth' | 'inputItems';

/** Grows while its piece is walked. */
export interface Measure {
  readonly sums: Record<Sum, number>;
  readonly peaks: Record<Peak, Found>;
}

export function emptyMeasure(node: Located): Measure {
  const zero: Found = { value: 0, node };
  return {
    sums: { rootFields: 0, aliases: 0, directives: 0, selections: 0, inputValues: 0, introspectionSize: 0, schemaSize: 0 },
    peaks: { nesting: zero, depth: zero, introspectionDepth: zero, directivesPerPlace: zero, inputDepth: zero, inputItems: zero },
  };
}

/** Fragments double with every level: far beyond any limit, numbers stay what they are. */
const most = Number.MAX_SAFE_INTEGER;
export const plus = (a: number, b: number): number => Math.min(a + b, most);
export const times = (a: number, b: number): number => Math.min(a * b, most);

export function add(measure: Measure, sum: Sum, value: number): void {
  measure.sums[sum] = plus(measure.sums[sum], value);
}

export function raise(measure: Measure, peak: Peak, value: number, node: Located): void {
  if (value > measure.peaks[peak].value) measure.peaks[peak] = { value, node };
}

/** Where in its definition a selection stands. */
export interface Place {
  /** Fields around it that count. */
  readonly depth: number;
  /** Selection sets around it. */
  readonly nesting: number;
  /** Fields around it from `__schema` or `__type` on; 0 outside. */
  readonly introspection: number;
  /** How often introspection may answer it, by the lists around it. */
  readonly times: number;
  readonly isRoot: boolean;
}

/** Adds what a fragment brings where it is spread. The fragment's own measure is whole. */
export function addFragment(measure: Measure, place: Place, fragment: Measure): void {
  for (const sum of ['aliases', 'directives', 'selections', 'inputValues', 'introspectionSize'] as const) {
    add(measure, sum, fragment.sums[sum]);
  }
  if (place.isRoot) add(measure, 'rootFields', fragment.sums.rootFields);
  const isInside = place.introspection > 0;
  add(measure, isInside ? 'introspectionSize' : 'schemaSize', times(place.times, fragment.sums.schemaSize));
  const { depth, nesting } = fragment.peaks;
  raise(measure, 'nesting', plus(place.nesting, nesting.value), nesting.node);
  // What is ordinary in the fragment is introspection where the fragment is.
  raise(measure, isInside ? 'introspectionDepth' : 'depth', plus(isInside ? place.introspection : place.depth, depth.value), depth.node);
  for (const peak of ['introspectionDepth', 'directivesPerPlace', 'inputDepth', 'inputItems'] as const) {
    raise(measure, peak, fragment.peaks[peak].value, fragment.peaks[peak].node);
  }
}
