// The pages that oidc-provider asks for, from what it knows at that moment.
import type { Client, ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { deviceCodePage, deviceConfirmPage, deviceDonePage, errorPage, type Page, signedOutPage, signOutPage } from './pages.ts';

type Ctx = KoaContextWithOIDC;
type State = { readonly secret: string; readonly postLogoutRedirectUri?: string } | undefined;

export function show(ctx: Pick<Ctx, 'status' | 'body' | 'set'>, { status, headers, body }: Page): void {
  ctx.status = status;
  ctx.set({ ...headers });
  ctx.body = body;
}

const nameOf = (client: Client | undefined): string | null => client?.clientName ?? client?.clientId ?? null;
const stateOf = ({ oidc }: Ctx): State => oidc.session?.state as State; // of oidc-provider's own forms

/** Where a code in the address of the device page is kept until the page is made. */
export const codeInAddress = 'userCode';

export function pageSources() {
  const deviceForm = (ctx: Ctx) => ({ action: ctx.oidc.urlFor('code_verification'), xsrf: stateOf(ctx)?.secret ?? '' });
  return {
    async deviceCode(ctx: Ctx, _form: string, _out?: ErrorOut, error?: Error & { userCode?: string }): Promise<void> {
      const code = error?.userCode ?? String(ctx.state[codeInAddress] ?? '');
      show(ctx, deviceCodePage({ ...deviceForm(ctx), code, error: deviceProblem(error), status: error === undefined ? 200 : 400 }));
    },
    async deviceConfirm(ctx: Ctx, _form: string, client: Client, _device: unknown, code: string): Promise<void> {
      show(ctx, deviceConfirmPage({ ...deviceForm(ctx), code, client: nameOf(client) ?? '' }));
    },
    async deviceDone(ctx: Ctx): Promise<void> {
      show(ctx, deviceDonePage(nameOf(ctx.oidc.client) ?? ''));
    },
    async signOut(ctx: Ctx): Promise<void> {
      const { secret = '', postLogoutRedirectUri: leadsTo } = stateOf(ctx) ?? {};
      show(ctx, signOutPage({ action: ctx.oidc.urlFor('end_session_confirm'), xsrf: secret, client: nameOf(ctx.oidc.client), leadsTo }));
    },
    async signedOut(ctx: Ctx): Promise<void> {
      show(ctx, signedOutPage(nameOf(ctx.oidc.client)));
    },
    async error(ctx: Ctx, out: ErrorOut): Promise<void> {
      const status = Math.max(400, ctx.status);
      const { error, error_description: description } = out;
      show(ctx, errorPage(description === undefined ? 'The request cannot be answered.' : sentence(description), error, status));
    },
  };
}

function deviceProblem(error: Error | undefined): string | null {
  if (error === undefined) return null;
  if (error.name === 'AbortedError') return 'This was cancelled; the device was not connected.';
  if (error.name === 'NoCodeError') return 'Enter the code.';
  return 'This code is unknown, used or expired. Look at your device again.';
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
