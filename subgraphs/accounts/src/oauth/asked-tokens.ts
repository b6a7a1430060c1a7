// Introspection and revocation of access tokens: oidc-provider authenticates the client and leaves JWTs to us.
import type { Client } from 'oidc-provider';
import { revokeToken, type Store } from './adapter.ts';
import type { ApiTokens } from './api-tokens.ts';
import { grants } from './grants.ts';
import type { Middleware } from './terms.ts';

/** Who keeps a secret may ask about the tokens of others: it is a server that was called with them. */
export const mayBeTold = (asking: Client, clientId: unknown): boolean => asking.clientAuthMethod !== 'none' || clientId === asking.clientId;

/** RFC 7662 and 7009, after the client was authenticated. */
export function answerAboutTokens(store: Store, apiTokens: ApiTokens): Middleware {
  return async (ctx, next) => {
    await next();
    const body = ctx.body as { error?: string } | null; // of oidc-provider
    if (body?.error !== 'unsupported_token_type') return;
    const { client, params, route } = ctx['oidc'] as { client: Client; params: { token: string }; route: string }; // of oidc-provider
    const claims = await apiTokens.verified(params.token);
    ctx.status = 200;
    if (route === 'introspection') {
      const told = claims !== null && mayBeTold(client, claims['client_id']);
      ctx.body = told ? { active: true, token_type: 'Bearer', ...claims } : { active: false };
      return;
    }
    ctx.body = '';
    if (claims?.['client_id'] !== client.clientId) return;
    if (typeof claims['sid'] === 'string') await grants(store).destroy(claims['sid']);
    else await revokeToken(store, String(claims.jti));
  };
}
