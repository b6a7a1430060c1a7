// The named steps of what inventory does for an order; tests kill the process at each of them.
import type { StepHook } from '@tributary/subgraph-kit';

export type OrderStep = 'reserve' | 'release' | 'ship';

/** `started`: nothing is written; `written`: in a transaction that is still open; `committed`: the caller does not know yet. */
export const steps = [
  'inventory.reserve.started',
  'inventory.reserve.written',
  'inventory.reserve.committed',
  'inventory.release.started',
  'inventory.release.written',
  'inventory.release.committed',
  'inventory.ship.started',
  'inventory.ship.written',
  'inventory.ship.committed',
] as const satisfies `inventory.${OrderStep}.${'started' | 'written' | 'committed'}`[];

/** Told the step and the order's id. */
export type ReachedStep = (step: (typeof steps)[number], orderId: string) => ReturnType<StepHook>;
