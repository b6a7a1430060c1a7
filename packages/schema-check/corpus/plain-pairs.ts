// The corpus: every pair of the plain schemas, by family.
import { fieldPairs } from './fields.ts';
import { inputPairs } from './inputs.ts';
import type { Pair } from './pair.ts';
import { typePairs } from './types.ts';

export const plainPairs: readonly Pair[] = [...fieldPairs, ...inputPairs, ...typePairs];
