// Who is held to account for what planning takes.
import { type ClientOrigin, type Principal, subjectOf } from '@tributary/auth-kit';
import { addressKeyOf } from '../../address-key.ts';

/** Whoever has signed in, by name; all others by address. */
export const planningClientOf = (principal: Principal, { address }: ClientOrigin): string =>
  principal.kind === 'anonymous' ? `address:${addressKeyOf(address ?? '')}` : subjectOf(principal);
