// The session of a web app -> the person who signed in.
import { AppError } from '@tributary/errors';
import type { Caller } from '../../pipeline.ts';
import type { Revocations } from '../revocations.ts';
import type { Tokens, VerifiedToken } from '../tokens.ts';
import type { BrowserSessions, OpenSession } from './browser-sessions.ts';

export interface AuthenticateSessionOptions {
  readonly sessions: Pick<BrowserSessions, 'open' | 'renew'>;
  readonly tokens: Tokens;
  readonly revocations: Pick<Revocations, 'isRevoked'>;
}

/** Takes the sealed session of a cookie. @throws {AppError} UNAUTHENTICATED, SERVICE_UNAVAILABLE */
export function createAuthenticateSession({ sessions, tokens, revocations }: AuthenticateSessionOptions) {
  const isRevoked = (token: VerifiedToken): boolean => revocations.isRevoked(token.principal, token.issuedAt, token);
  return async (sealed: string): Promise<Caller> => {
    const session = await sessions.open(sealed);
    const verified = await tokens.verify(session.accessToken);
    if (!isRevoked(verified)) return callerOf(verified, session);
    // Of somebody whose role was changed the token is revoked, not the session: there is another token for it.
    const renewed = await sessions.renew(session);
    const again = await tokens.verify(renewed.accessToken);
    if (isRevoked(again)) throw new AppError('UNAUTHENTICATED', 'The session is over: sign in again.');
    return callerOf(again, renewed);
  };
}

const callerOf = ({ principal }: VerifiedToken, { renewed }: OpenSession): Caller => ({
  principal,
  requestsPerMinute: null,
  ...(renewed !== null && { renewedSession: renewed }),
});
