// Fields of InternalRevocation.
import type { InternalRevocationResolvers } from '../generated/schema.ts';

export const InternalRevocation: InternalRevocationResolvers = {
  id: ({ subjectId }) => subjectId,
};
