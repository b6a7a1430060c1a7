// The named steps of the commands that change orders; tests kill this process and inventory at each of them.
import type { StepHook } from '@tributary/subgraph-kit';

export const steps = [
  'place.claimed',
  'place.priced',
  'place.intended',
  'place.reserved',
  'place.committed',
  'confirm.started',
  'confirm.committed',
  'cancel.started',
  'cancel.committed',
  'cancel.released',
  'cancel.completed',
  'ship.intended',
  'ship.shipped',
  'ship.committed',
] as const;

/** Told the step and the order's id, or the idempotency key while there is none. */
export type ReachedStep = (step: (typeof steps)[number], subject: string) => ReturnType<StepHook>;
