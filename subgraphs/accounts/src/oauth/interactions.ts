// Signing in and consenting: the two steps that oidc-provider leaves to us, as forms without script.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, errorCodes } from '@tributary/errors';
import { isDatabaseAway } from '@tributary/subgraph-kit';
import { errors, type InteractionResults, type Provider } from 'oidc-provider';
import { giveConsent } from '../consents.ts';
import type { Context } from '../context.ts';
import { type Credentials, signIn } from '../sign-in.ts';
import { sessionOfBrowser } from './browser-sessions.ts';
import { grantableScopes } from './existing-grant.ts';
import { readForm } from './form.ts';
import { startGrant, userIdOf } from './grants.ts';
import { deviceCookie, deviceOf } from './known-device.ts';
import { originOf } from './origin.ts';
import { consentPage, errorPage, type Page, signInPage } from './pages.ts';
import { permissionTexts } from './permission-texts.ts';
import { api, identityScopes } from './terms.ts';
import { unavailablePage } from './unavailable.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

interface Step {
  readonly interaction: Interaction;
  readonly action: string;
  readonly client: { readonly id: string; readonly name: string };
  /** Where the browser is sent in the end. */
  readonly leadsTo: string | undefined;
}

export interface InteractionOptions {
  readonly provider: Provider;
  readonly contextOf: (request: IncomingMessage) => Context;
}

/** Answers GET and POST of one interaction; the cookie that names it goes with its path only. */
export function interactions({ provider, contextOf }: InteractionOptions) {
  const isSecure = provider.issuer.startsWith('https:');
  const stepOf = async (request: IncomingMessage, response: ServerResponse): Promise<Step> => {
    const interaction = await provider.interactionDetails(request, response);
    const client = await provider.Client.find(String(interaction.params['client_id']));
    if (client === undefined) throw new errors.SessionNotFound('the client was removed');
    const { redirect_uri: leadsTo } = interaction.params;
    const named = { id: client.clientId, name: client.clientName ?? client.clientId };
    return { interaction, client: named, action: request.url ?? '', leadsTo: typeof leadsTo === 'string' ? leadsTo : undefined };
  };

  const show = async (context: Context, step: Step): Promise<Page> =>
    step.interaction.prompt.name === 'login' ? showSignIn(step) : showConsent(context, step);

  const answer = async (request: IncomingMessage, response: ServerResponse, step: Step): Promise<Page | null> => {
    const context = contextOf(request);
    const form = await readForm(request);
    const given = form.get('answer');
    if (given === 'deny') return finish(request, response, { error: 'access_denied', error_description: 'the person said no' });
    const { name } = step.interaction.prompt;
    if (name === 'login' && given === 'sign-in') {
      const email = form.get('email') ?? '';
      const outcome = await signedIn(context, { email, password: form.get('password') ?? '', deviceToken: deviceOf(request) });
      if (outcome.kind === 'refused' && outcome.status === 503) response.setHeader('retry-after', '1');
      if (outcome.kind === 'refused') return signInPage({ ...pageOfStep(step), email, error: outcome.message, status: outcome.status });
      if (outcome.deviceToken !== null) response.setHeader('set-cookie', deviceCookie(outcome.deviceToken, isSecure));
      return finish(request, response, { login: { accountId: outcome.accountId, amr: ['pwd'], sessionId: outcome.sessionId } });
    }
    if (name === 'consent' && given === 'allow') {
      const grantId = await allow(context, request, step);
      return finish(request, response, { consent: { grantId } }, true);
    }
    return show(context, step);
  };

  const finish = async (
    ...[request, response, result, merged = false]: [IncomingMessage, ServerResponse, InteractionResults, boolean?]
  ) => {
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: merged });
    return null;
  };

  /** Throws nothing: whatever goes wrong is a page. */
  return async (request: IncomingMessage, response: ServerResponse): Promise<Page | null> => {
    try {
      if (request.method !== 'GET' && request.method !== 'POST') return errorPage('This is a page and a form.', 'method_not_allowed', 405);
      if (isFromElsewhere(request)) return errorPage('Another site has sent this form.', 'access_denied', 403);
      const step = await stepOf(request, response);
      return request.method === 'GET' ? await show(contextOf(request), step) : await answer(request, response, step);
    } catch (error) {
      if (error instanceof errors.OIDCProviderError)
        return errorPage('This took too long, was finished before, or belongs to another browser.', error.error, 400);
      contextOf(request).logger.error('a page failed', { error });
      if (isDatabaseAway(error)) return unavailablePage();
      return errorPage('Something went wrong on our side.', 'server_error', 500);
    }
  };
}

/** The cookie is not sent with forms of other sites; browsers that say where a form is from are believed too. */
const isFromElsewhere = ({ method, headers }: IncomingMessage): boolean =>
  method === 'POST' && headers['sec-fetch-site'] !== undefined && headers['sec-fetch-site'] !== 'same-origin';

const pageOfStep = ({ action, client, leadsTo }: Step) => ({ action, client: client.name, leadsTo });

function showSignIn(step: Step): Page {
  const { login_hint: hint } = step.interaction.params;
  return signInPage({ ...pageOfStep(step), email: typeof hint === 'string' ? hint.slice(0, 254) : '', error: null });
}

type SignInOutcome =
  | { readonly kind: 'done'; readonly accountId: string; readonly sessionId: string; readonly deviceToken: string | null }
  | { readonly kind: 'refused'; readonly message: string; readonly status: number };

/** The way of the mutation signIn, with all its limits; its tokens are nobody's. */
async function signedIn(context: Context, credentials: Credentials): Promise<SignInOutcome> {
  try {
    const outcome = await signIn(context, credentials);
    if (outcome.kind === 'done') {
      const { user, sessionId, deviceToken } = outcome.value;
      return { kind: 'done', accountId: String(user.id), sessionId, deviceToken };
    }
    return { kind: 'refused', message: outcome.userErrors[0]?.message ?? 'You cannot sign in.', status: 422 };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { kind: 'refused', message: error.message, status: Math.max(400, errorCodes[error.code].status) };
  }
}

function wantedOf({ interaction }: Step): string[] {
  const { missingOIDCScope = [], missingResourceScopes = {} } = interaction.prompt.details as {
    missingOIDCScope?: string[];
    missingResourceScopes?: Record<string, string[]>; // both of oidc-provider's own checks
  };
  return [...new Set([...missingOIDCScope, ...(missingResourceScopes[api] ?? [])])];
}

async function askedUser({ db }: Context, { interaction }: Step) {
  return db.user.findUniqueOrThrow({ where: { id: userIdOf(interaction.session?.accountId ?? '') } });
}

async function showConsent(context: Context, step: Step): Promise<Page> {
  const user = await askedUser(context, step);
  const scopes = grantableScopes(wantedOf(step), user.role);
  const shown = scopes.length > 0 ? scopes : [identityScopes[0]];
  return consentPage({ ...pageOfStep(step), user: `${user.name} (${user.email})`, permissions: permissionTexts(shown) });
}

async function allow(context: Context, request: IncomingMessage, step: Step): Promise<string> {
  const { interaction, client } = step;
  const user = await askedUser(context, step);
  const wanted = wantedOf(step);
  const scopes = grantableScopes(wanted, user.role);
  const declined = wanted.filter((scope) => !scopes.includes(scope));
  // A device goes on when the browser that connected it is signed out.
  const startedBy = interaction.deviceCode === undefined ? await sessionOfBrowser(context, interaction.session?.uid) : null;
  const grantId = await startGrant(context, { userId: user.id, client, scopes, declined, startedBy, origin: originOf(request) });
  await giveConsent(context, { userId: user.id, clientId: client.id, scopes });
  return grantId;
}
