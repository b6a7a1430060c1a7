// The named steps of what inventory does for an order; tests kill the process at each of them.
import type { StepHook } from '@tributary/subgraph-kit';

export const steps = [
  'inventory.reserve.started',
  'inventory.reserve.committed',
  'inventory.release.started',
  'inventory.release.committed',
  'inventory.ship.started',
  'inventory.ship.committed',
] as const;

/** Told the step and the order's id. */
export type ReachedStep = (step: (typeof steps)[number], orderId: string) => ReturnType<StepHook>;
