// The refresh_token grant: the rotation of sessions.ts, which gives two tabs the same successor, in place of oidc-provider's own.
import { errors, type FindAccount, type Provider, type TokenEndpointGrantContext } from 'oidc-provider';
import type { Context } from '../context.ts';
import { hashOf } from '../secrets.ts';
import { announceReuse, rotateRefreshToken } from '../sessions.ts';
import { apiServer, type SigningAlgorithm } from './api-server.ts';
import { issueAt } from './api-tokens.ts';
import type { SignInFacts } from './grants.ts';
import { api } from './terms.ts';

type Ctx = TokenEndpointGrantContext<{ readonly refresh_token?: string }>;

export interface RefreshOptions {
  readonly findAccount: FindAccount;
  readonly contextOf: (ctx: Ctx) => Context;
  readonly alg: SigningAlgorithm;
}

export function refreshGrant(provider: Provider, { findAccount, contextOf, alg }: RefreshOptions): (ctx: Ctx) => Promise<void> {
  const spendOnce = createSpend();
  return async (ctx) => {
    const { client, params } = ctx.oidc;
    if (!params.refresh_token) throw new errors.InvalidRequest("missing required parameter 'refresh_token'");
    const { user, session, successor, now, facts } = await spendOnce(contextOf(ctx), client.clientId, params.refresh_token);
    issueAt(ctx, now);
    const grant = await provider.Grant.find(session.id);
    const account = await findAccount(ctx, String(user.id));
    if (grant === undefined || account === undefined) throw new errors.InvalidGrant('the session has ended');
    ctx.oidc.entity('Grant', grant);
    ctx.oidc.entity('Account', account);
    const scopes = scopesOf(params.scope, facts.scope);
    const accessToken = new provider.AccessToken({ accountId: account.accountId, client, grantId: session.id, gty: 'refresh_token' });
    const server = new provider.ResourceServer(api, apiServer(ctx, api, client, alg));
    accessToken.resourceServer = server;
    accessToken.scope = grant.getResourceScopeFiltered(
      api,
      scopes.filter((scope) => server.scopes.has(scope)),
    );
    ctx.oidc.entity('AccessToken', accessToken);
    ctx.body = {
      access_token: await accessToken.save(),
      token_type: 'Bearer',
      expires_in: accessToken.expiration,
      scope: accessToken.scope,
      refresh_token: successor,
      ...(scopes.includes('openid') && { id_token: await idTokenOf(provider, ctx, grant.getOIDCScopeFiltered(scopes), facts) }),
    };
  };
}

/**
 * Spends a token. The same token at the same time is spent once, and all get what the first gets: they would anyhow, but each would hold a
 * connection to the database while it waits for the one before it.
 */
function createSpend() {
  const running = new Map<string, ReturnType<typeof spend>>();
  return async (context: Context, clientId: string, refreshToken: string) => {
    const key = `${clientId} ${hashOf(refreshToken)}`;
    const begun = running.get(key) ?? spend(context, clientId, refreshToken).finally(() => running.delete(key));
    running.set(key, begun);
    return begun;
  };
}

/** @throws {errors.InvalidGrant} */
async function spend(context: Context, clientId: string, refreshToken: string) {
  const rotation = await context.db.$transaction((transaction) => rotateRefreshToken(context, transaction, refreshToken, clientId));
  if (rotation.kind === 'bad') {
    announceReuse(context, rotation.revocations);
    throw new errors.InvalidGrant('the refresh token is unknown, spent or expired');
  }
  const { refresh } = await context.db.oAuthGrant.findUniqueOrThrow({ where: { sessionId: rotation.session.id } });
  return { ...rotation, facts: refresh as unknown as SignInFacts }; // written with the session's first refresh token
}

/** What is asked for, at most what was given first. @throws {errors.InvalidScope} */
function scopesOf(asked: string | undefined, given: string): string[] {
  const all = given.split(' ');
  const wanted = asked === undefined ? all : asked.split(' ');
  const excess = wanted.find((scope) => !all.includes(scope));
  if (excess !== undefined) throw new errors.InvalidScope('refresh token misses a requested scope', excess);
  return wanted;
}

async function idTokenOf(provider: Provider, ctx: Ctx, scope: string, { acr, amr, authTime, sid }: SignInFacts): Promise<string> {
  const claims = await ctx.oidc.account?.claims('id_token', scope, {}, []);
  const token = new provider.IdToken({ ...claims, acr, amr, auth_time: authTime }, { ctx });
  Object.assign(token, { scope }); // the types leave it out
  if (sid !== undefined) token.set('sid', sid);
  return token.issue({ use: 'idtoken' });
}
