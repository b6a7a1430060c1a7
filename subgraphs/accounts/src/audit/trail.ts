// The trail as a list: its order and its filters.
import { type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import { defineList, desc } from '@tributary/subgraph-kit';
import type { AuditEvent } from '../generated/prisma/client.ts';
import type { AuditFilter } from '../generated/schema.ts';
import { nameInTrail } from './accept.ts';
import type { AuditSubjects } from './subjects.ts';

export const auditTrail = defineList<AuditEvent, 'AT_DESC'>({
  name: 'auditTrail',
  from: sql`"AuditEvent" t`,
  id: desc('id', 'uuid'),
  sorts: { AT_DESC: [desc('at', 'timestamptz')] },
});

/** The conditions of a filter on the alias `t`. Users are asked for by id and found by pseudonym. */
export async function auditConditions(filter: AuditFilter | null | undefined, subjects: AuditSubjects): Promise<Sql[]> {
  if (filter == null) return [];
  const { actor, action, objectType, objectId, from, to } = filter;
  const object = objectType === 'User' && objectId != null ? `user:${objectId}` : null;
  const known = await subjects.find([actor, object].filter((subject) => subject != null));
  const objectName = object === null ? objectId : (known.get(object)?.pseudonym ?? objectId);
  return [
    ...(actor == null ? [] : [sql`t."actor" = ${nameInTrail(actor, known.get(actor))}`]),
    ...(action == null ? [] : [sql`t."action" = ${action}`]),
    ...(objectType == null ? [] : [sql`t."objectType" = ${objectType}`]),
    ...(objectName == null ? [] : [sql`t."objectId" = ${objectName}`]),
    ...(from == null ? [] : [sql`t."at" >= ${from.toISOString()}::timestamptz`]),
    ...(to == null ? [] : [sql`t."at" < ${to.toISOString()}::timestamptz`]),
  ];
}
