// Records what a command did, in the transaction that does it: both happen or neither (ADR 0004).
import { randomUUID } from 'node:crypto';
import { sqltag as sql } from '@prisma/client/runtime/client';
import { type Principal, subjectOf } from '@tributary/auth-kit';
import type { RawClient } from '../database.ts';
import type { RequestContext } from '../request-context.ts';
import { changesBetween, type FieldChange, type Snapshot } from './changes.ts';

/** Who asks, and from where. */
export type AuditedRequest = Pick<RequestContext, 'principal' | 'requestId' | 'client'>;

export interface AuditEntry {
  /** A noun and a verb, such as `product.changePrice`. */
  readonly action: string;
  readonly object: { readonly type: string; readonly id: string | number };
  readonly before?: Snapshot;
  readonly after?: Snapshot;
  /** The subject whose personal values may be among these: `user:42`, `customer:ALFKI`. */
  readonly about?: string;
  /** The subject that acts, where the request cannot say it yet: whoever just signed in. */
  readonly actor?: string;
}

/** With what the caller identified itself; `none` for whoever had nothing yet. */
export type AuditCredential = { readonly kind: 'session' | 'apiKey' | 'client' | 'service' | 'none'; readonly id: string | null };

/** An entry as it lies in the outbox and travels to accounts. */
export interface AuditEvent extends Omit<AuditEntry, 'before' | 'after' | 'object'> {
  readonly id: string;
  /** ISO 8601, milliseconds. */
  readonly at: string;
  readonly actor: string;
  readonly credential: AuditCredential;
  readonly objectType: string;
  readonly objectId: string;
  readonly changes: readonly FieldChange[];
  readonly requestId: string;
  readonly address: string | null;
  readonly agent: string | null;
}

/** Writes an entry to the outbox. A command that found everything as it should be changes nothing, and is no entry. */
export async function recordAudit(transaction: RawClient, request: AuditedRequest, entry: AuditEntry): Promise<void> {
  const { action, object, before = null, after = null, about } = entry;
  const changes = changesBetween(before, after, about !== undefined);
  if (before !== null && after !== null && changes.length === 0) return;
  const event: AuditEvent = {
    id: randomUUID(),
    at: new Date().toISOString(),
    action,
    actor: entry.actor ?? subjectOf(request.principal),
    credential: credentialOf(request.principal),
    objectType: object.type,
    objectId: String(object.id),
    ...(about !== undefined && { about }),
    changes,
    requestId: request.requestId,
    address: request.client?.address ?? null,
    agent: request.client?.agent?.slice(0, 200) ?? null,
  };
  await transaction.$executeRaw(
    sql`INSERT INTO "AuditOutbox" ("id", "at", "event") VALUES (${event.id}::uuid, ${event.at}::timestamptz, ${JSON.stringify(event)}::jsonb)`,
  );
}

/** A service that acts for itself, without a request. */
export const auditedService = (service: string, requestId: string): AuditedRequest => ({
  principal: { kind: 'service', service },
  requestId,
  client: null,
});

function credentialOf(principal: Principal): AuditCredential {
  switch (principal.kind) {
    case 'anonymous':
      return { kind: 'none', id: null };
    case 'user':
      return principal.apiKeyId === null ? { kind: 'session', id: principal.sessionId } : { kind: 'apiKey', id: principal.apiKeyId };
    case 'client':
      return { kind: 'client', id: principal.clientId };
    case 'service':
      return { kind: 'service', id: principal.service };
  }
}
