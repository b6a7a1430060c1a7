// Moves entries from a service's outbox to the trail in accounts: at least once, and there each id counts once (ADR 0004).
import { randomUUID } from 'node:crypto';
import { sqltag as sql } from '@prisma/client/runtime/client';
import type { ServiceKeys } from '@tributary/auth-kit';
import type { Logger } from '@tributary/logging';
import type { RawClient } from '../database.ts';
import { createSibling } from '../sibling.ts';
import type { AuditEvent } from './record.ts';

/** Takes entries over for good; whatever it throws, they are sent again. */
export type AcceptAudit = (events: readonly AuditEvent[]) => Promise<void>;

const batchSize = 100;
const recordDocument = 'mutation RecordAudit($events: [String!]!) { internalRecordAudit(events: $events) }';

/** The trail, where it is another service's. */
export function remoteTrail(url: string, keys: ServiceKeys): AcceptAudit {
  const accounts = createSibling({ name: 'accounts', url, keys });
  return async (events) => {
    const variables = { events: events.map((event) => JSON.stringify(event)) };
    await accounts.query(recordDocument, variables, { requestId: `audit-${randomUUID()}` });
  };
}

/** Moves what waits, the oldest first, and gives how many entries that were. Replicas may send the same ones: that does no harm. */
async function relayAudit(db: RawClient, accept: AcceptAudit): Promise<number> {
  let moved = 0;
  for (;;) {
    const rows = await db.$queryRaw<{ event: AuditEvent }[]>(
      sql`SELECT "event" FROM "AuditOutbox" ORDER BY "at", "id" LIMIT ${batchSize}::int`,
    );
    if (rows.length === 0) return moved;
    await accept(rows.map(({ event }) => event));
    const ids = rows.map(({ event }) => event.id);
    await db.$executeRaw(sql`DELETE FROM "AuditOutbox" WHERE "id" = ANY(${ids}::uuid[])`);
    moved += rows.length;
  }
}

export interface AuditRelayOptions {
  readonly db: RawClient;
  readonly accept: AcceptAudit;
  readonly logger: Logger;
  readonly intervalMs: number;
}

/** Moves entries at an interval until stopped. While the trail cannot be reached they wait; that is logged once, and its end too. */
export function startAuditRelay({ db, accept, logger, intervalMs }: AuditRelayOptions): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  let failing = false;
  const round = async () => {
    try {
      const moved = await relayAudit(db, accept);
      if (failing && moved > 0) logger.info('the audit trail takes entries again', { moved });
      if (moved > 0) failing = false;
    } catch (error) {
      if (!failing) logger.warn('the audit trail cannot be reached; entries wait', { error });
      failing = true;
    } finally {
      running = null;
    }
  };
  const timer = setInterval(() => {
    running ??= round();
  }, intervalMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
