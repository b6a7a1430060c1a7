// Credentials -> principal. Anonymous is a principal; a credential that is not good is an error.
import { anonymous, looksLikeApiKey } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import type { Caller, Stages } from '../pipeline.ts';
import type { ApiKeys } from './api-keys.ts';
import type { Revocations } from './revocations.ts';
import type { Tokens } from './tokens.ts';

export interface AuthenticateOptions {
  readonly tokens: Tokens;
  readonly apiKeys: Pick<ApiKeys, 'authenticate'>;
  readonly revocations: Pick<Revocations, 'isRevoked'>;
  /** Of web apps; null where they have none. @throws {AppError} UNAUTHENTICATED, SERVICE_UNAVAILABLE */
  readonly authenticateSession: ((sealed: string) => Promise<Caller>) | null;
}

/** Who brings no credential. */
export const stranger: Caller = Object.freeze({ principal: anonymous, requestsPerMinute: null });

export function createAuthenticate({ tokens, apiKeys, revocations, authenticateSession }: AuthenticateOptions): Stages['authenticate'] {
  return async ({ authorization, apiKey, session }) => {
    const count = Number(authorization !== null) + Number(apiKey !== null) + Number(session !== null);
    if (count === 0) return stranger;
    if (count > 1) throw new AppError('UNAUTHENTICATED', 'Send one credential, not two.');
    if (session !== null && authenticateSession !== null) return authenticateSession(session);
    const bearer = authorization === null ? null : bearerOf(authorization);
    const key = apiKey ?? (bearer !== null && looksLikeApiKey(bearer) ? bearer : null);
    if (key !== null) return apiKeys.authenticate(key);
    const token = await tokens.verify(bearer ?? '');
    const { principal } = token;
    if (revocations.isRevoked(principal, token.issuedAt, token)) throw new AppError('UNAUTHENTICATED', 'The access token was revoked.');
    return { principal, requestsPerMinute: null };
  };
}

function bearerOf(authorization: string): string {
  const [scheme = '', token = '', ...rest] = authorization.split(' ');
  if (scheme.toLowerCase() !== 'bearer' || token === '' || rest.length > 0)
    throw new AppError('UNAUTHENTICATED', 'The Authorization header is not "Bearer" and a token.');
  return token;
}
