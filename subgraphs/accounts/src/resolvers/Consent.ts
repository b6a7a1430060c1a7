// Fields of Consent.
import type { ConsentResolvers } from '../generated/schema.ts';

export const Consent: ConsentResolvers = {
  clientName: ({ client }) => client.name,
};
