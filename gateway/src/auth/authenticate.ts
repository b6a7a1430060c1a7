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
}

/** Who brings no credential. */
export const stranger: Caller = Object.freeze({ principal: anonymous, requestsPerMinute: null });

export function createAuthenticate({ tokens, apiKeys, revocations }: AuthenticateOptions): Stages['authenticate'] {
  return async ({ authorization, apiKey }) => {
    if (authorization === null && apiKey === null) return stranger;
    if (authorization !== null && apiKey !== null) throw new AppError('UNAUTHENTICATED', 'Send one credential, not two.');
    const bearer = authorization === null ? null : bearerOf(authorization);
    const key = apiKey ?? (bearer !== null && looksLikeApiKey(bearer) ? bearer : null);
    if (key !== null) return apiKeys.authenticate(key);
    const { principal, issuedAt, tokenId, clientId } = await tokens.verify(bearer ?? '');
    if (revocations.isRevoked(principal, issuedAt, { tokenId, clientId }))
      throw new AppError('UNAUTHENTICATED', 'The access token was revoked.');
    return { principal, requestsPerMinute: null };
  };
}

function bearerOf(authorization: string): string {
  const [scheme = '', token = '', ...rest] = authorization.split(' ');
  if (scheme.toLowerCase() !== 'bearer' || token === '' || rest.length > 0)
    throw new AppError('UNAUTHENTICATED', 'The Authorization header is not "Bearer" and a token.');
  return token;
}
