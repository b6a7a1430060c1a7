// Introspection and revocation of access tokens: oidc-provider authenticates the client and leaves JWTs to us.
import type { Client } from 'oidc-provider';
import { revokeClientTokens, type Store } from './adapter.ts';
import type { ApiTokens } from './api-tokens.ts';
import { grants } from './grants.ts';
import type { Middleware } from './terms.ts';

/** RFC 7662 and 7009, after the client was authenticated; tells a client of its own tokens, and a service of all that it may be shown. */
export function answerAboutTokens(store: Store, apiTokens: ApiTokens): Middleware {
  return async (ctx, next) => {
    await next();
    const body = ctx.body as { error?: string } | null; // of oidc-provider
    if (body?.error !== 'unsupported_token_type') return;
    const { client, params, route } = ctx['oidc'] as { client: Client; params: { token: string }; route: string }; // of oidc-provider
    const claims = await apiTokens.verified(params.token);
    const own = claims !== null && claims['client_id'] === client.clientId;
    ctx.status = 200;
    if (route === 'introspection') {
      // Whoever keeps a secret may be shown the token of another: it is a server that was called with it.
      const told = own || (claims !== null && client.clientAuthMethod !== 'none');
      ctx.body = told ? { active: true, token_type: 'Bearer', ...claims } : { active: false };
      return;
    }
    ctx.body = '';
    if (!own) return;
    if (typeof claims['sid'] === 'string') await grants(store).destroy(claims['sid']);
    else await revokeClientTokens(store, client.clientId);
  };
}
