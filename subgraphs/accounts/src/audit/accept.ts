// Takes entries into the trail: persons become pseudonyms, their values are sealed, each id counts once.
import { AppError } from '@tributary/errors';
import type { AcceptAudit, AuditEvent, FieldChange } from '@tributary/subgraph-kit';
import { z } from 'zod';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import { seal } from './seal.ts';
import type { AuditSubjects, KnownSubject } from './subjects.ts';

const text = z.string().max(200);
const auditEvent = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  action: text,
  actor: text,
  credential: z.object({ kind: z.enum(['session', 'apiKey', 'client', 'service', 'none']), id: text.nullable() }),
  objectType: text,
  objectId: text,
  about: text.optional(),
  changes: z.array(z.object({ field: text, before: z.string().nullable(), after: z.string().nullable(), personal: z.boolean() })),
  requestId: text,
  address: text.nullable(),
  agent: text.nullable(),
});

/** Entries of a sibling, as they travel. @throws {AppError} BAD_USER_INPUT */
export function parseAuditEvents(texts: readonly string[]): AuditEvent[] {
  try {
    return texts.map((entry) => auditEvent.parse(JSON.parse(entry)) as AuditEvent); // parsed; `about` is absent or a text
  } catch (cause) {
    throw new AppError('BAD_USER_INPUT', 'This is no audit entry.', { cause });
  }
}

/** Makes the function that takes over the entries of one service. */
export function acceptAuditOf(service: string, { db, auditSubjects }: { db: PrismaClient; auditSubjects: AuditSubjects }): AcceptAudit {
  return async (events) => {
    const subjects = await auditSubjects.of([...new Set(events.flatMap(subjectsIn))]);
    for (const month of new Set(events.map(({ at }) => `${at.slice(0, 7)}-01T00:00:00Z`)))
      await db.$executeRaw(Prisma.sql`SELECT audit_make_partition(${month}::timestamptz)`);
    const rows = JSON.stringify(events.map((event) => rowOf(service, event, subjects)));
    await db.$executeRaw(Prisma.sql`
      INSERT INTO "AuditEvent" SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS entry(
        "id" uuid, "at" timestamptz, "service" text, "action" text, "actor" text, "credentialKind" text, "credentialId" text,
        "objectType" text, "objectId" text, "about" text, "requestId" text, "changes" jsonb, "originOwner" text, "sealedOrigin" text, "sealedChanges" text)
      ON CONFLICT DO NOTHING`);
  };
}

/** Whose pseudonym or key an entry needs. */
function subjectsIn(event: AuditEvent): string[] {
  return [event.actor, event.about, objectSubject(event)].filter((subject) => subject !== undefined && subject !== 'anonymous') as string[]; // filtered
}

/** A user is an object too, and is then named by pseudonym as well. */
const objectSubject = ({ objectType, objectId }: Pick<AuditEvent, 'objectType' | 'objectId'>): string | undefined =>
  objectType === 'User' ? `user:${objectId}` : undefined;

/** Where a sealed text belongs. */
export const placeOf = (id: string, column: 'origin' | 'changes'): string => `${id} ${column}`;

function rowOf(service: string, event: AuditEvent, subjects: ReadonlyMap<string, KnownSubject>) {
  const { id, at, action, credential, requestId, address, agent, objectType } = event;
  const actor = subjects.get(event.actor);
  const about = event.about === undefined ? undefined : subjects.get(event.about);
  // Whoever has not signed in yet is the person that it is about.
  const owner = actor ?? about;
  const object = subjects.get(objectSubject(event) ?? '');
  const personal = event.changes.filter((change) => change.personal);
  return {
    id,
    at,
    service,
    action,
    actor: nameInTrail(event.actor, actor),
    credentialKind: credential.kind,
    credentialId: credential.id,
    objectType,
    objectId: object?.pseudonym ?? event.objectId,
    about: about?.pseudonym ?? null,
    requestId,
    changes: event.changes.map(withoutValues),
    originOwner: owner?.pseudonym ?? null,
    sealedOrigin: sealedFor(owner, placeOf(id, 'origin'), address === null && agent === null ? null : { address, agent }),
    sealedChanges: sealedFor(about, placeOf(id, 'changes'), personal.length === 0 ? null : personal),
  };
}

/** `user:<pseudonym>`; clients and services are no persons and keep their names. */
export const nameInTrail = (subject: string, known: KnownSubject | undefined): string =>
  subject.startsWith('user:') && known !== undefined ? `user:${known.pseudonym}` : subject;

const withoutValues = (change: FieldChange): FieldChange => (change.personal ? { ...change, before: null, after: null } : change);

/** Null where there is nothing to seal, or nobody to seal it for: what nobody's key protects is not kept. */
function sealedFor(owner: KnownSubject | undefined, place: string, value: unknown): string | null {
  return value === null || owner?.key == null ? null : seal(owner.key, place, JSON.stringify(value));
}
