// Fields of AuditEvent; what it says of persons is opened with their keys.
import { numberOf } from '@tributary/subgraph-kit';
import { changesOf, originOf } from '../audit/open-entry.ts';
import type { Context } from '../context.ts';
import type { AuditEventResolvers } from '../generated/schema.ts';

export const AuditEvent: AuditEventResolvers = {
  actorUser: ({ actor }, _args, context) => userNamed(context, actor.startsWith('user:') ? actor.slice('user:'.length) : null),
  objectUser: ({ objectType, objectId }, _args, context) => userNamed(context, objectType === 'User' ? objectId : null),
  credential: ({ credentialKind, credentialId }) => ({ kind: credentialKind, id: credentialId }),
  origin: async (event, _args, context) => originOf(event, await subjectNamed(context, event.originOwner)),
  changes: async (event, _args, context) => changesOf(event, await subjectNamed(context, event.about)),
};

const subjectNamed = async ({ loaders }: Context, pseudonym: string | null) =>
  pseudonym === null ? null : loaders.auditSubjectByPseudonym.load(pseudonym);

/** The user behind a pseudonym; null once they are erased. */
async function userNamed(context: Context, pseudonym: string | null) {
  const known = await subjectNamed(context, pseudonym);
  return known?.key == null ? null : context.loaders.userById.load(numberOf(known.subject.slice('user:'.length)));
}
