// Finishes or undoes the commands of processes that died between two steps (ADR 0002).
import { randomUUID } from 'node:crypto';
import type { Logger } from '@tributary/logging';
import { auditedService } from '@tributary/subgraph-kit';
import type { Parts } from './context.ts';
import type { OrderIntent } from './generated/prisma/client.ts';
import { settle, takeOver } from './intents.ts';
import { completeShipping, stockLinesOf } from './ship-order.ts';

export interface ReconcilerOptions extends Parts {
  readonly logger: Logger;
  readonly intervalMs: number;
}

/** Looks for abandoned intents at an interval, on every replica: leases keep two from doing the same. */
export function startReconciler(options: ReconcilerOptions): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = reconcile(options)
      .catch((error: unknown) => options.logger.error('reconciling failed; it is tried again', { error }))
      .finally(() => {
        busy = false;
      });
  }, options.intervalMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** One round: takes over every intent whose lease is over, and settles it. */
export async function reconcile(options: ReconcilerOptions): Promise<void> {
  const { db, logger, intentLeaseMs } = options;
  for (const intent of await takeOver(db, intentLeaseMs)) {
    try {
      await settleIntent(options, intent);
      logger.warn('an abandoned command was settled', { orderId: intent.orderId, kind: intent.kind });
    } catch (error) {
      // The lease runs out again, and the next round tries again.
      logger.warn('an abandoned command cannot be settled yet', { orderId: intent.orderId, kind: intent.kind, error });
    }
  }
}

async function settleIntent({ db, stockRoom }: ReconcilerOptions, { orderId, kind, attempt }: OrderIntent): Promise<void> {
  const requestId = `reconcile-${randomUUID()}`;
  switch (kind) {
    case 'UNDO':
    case 'CANCEL':
      await stockRoom.release(String(orderId), requestId);
      await settle(db, orderId, kind);
      return;
    case 'SHIP': {
      const { outcome } = await stockRoom.ship(String(orderId), attempt, await stockLinesOf(db, orderId), requestId);
      if (outcome === 'DONE') await completeShipping(db, auditedService('orders', requestId), orderId, attempt);
      else await settle(db, orderId, kind, attempt);
      return;
    }
    case 'PLACE':
      throw new Error('takeOver turns every PLACE into an UNDO.');
  }
}
