// Fields of Session.
import type { SessionResolvers } from '../generated/schema.ts';

export const Session: SessionResolvers = {
  current: ({ id }, _args, { principal }) => principal.kind === 'user' && principal.sessionId === id,
};
