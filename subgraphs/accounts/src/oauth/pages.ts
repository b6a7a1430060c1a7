// The pages of the provider: HTML from the server, no script at all, each with the policy that says so.
import type { Html } from './html.ts';
import { html } from './html.ts';
import { stylePath } from './terms.ts';

export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Layout {
  readonly title: string;
  readonly content: Html;
  readonly status?: number;
  /** Where forms of the page lead to in the end, besides here: browsers hold redirects to the policy too. */
  readonly leadsTo?: string | undefined;
}

export function pageOf({ title, content, status = 200, leadsTo }: Layout): Page {
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Tributary</title>
<link rel="stylesheet" href="${stylePath}">
</head>
<body>
<main>
<p class="brand"><span aria-hidden="true">≋</span> Tributary</p>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
  const target = targetOf(leadsTo);
  const policy = `default-src 'none'; style-src 'self'; form-action 'self'${target}; base-uri 'none'; frame-ancestors 'none'`;
  return {
    status,
    body: String(body),
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  };
}

/** The source expression of an address: its origin, or its scheme alone where there is none. */
function targetOf(address: string | undefined): string {
  const parsed = address === undefined ? null : URL.parse(address);
  if (parsed === null) return '';
  return ` ${parsed.origin === 'null' ? parsed.protocol : parsed.origin}`;
}

const problem = (text: string | null): Html => (text === null ? html`` : html`<p class="problem" role="alert" id="problem">${text}</p>`);
const described = (text: string | null): Html => (text === null ? html`` : html` aria-invalid="true" aria-describedby="problem"`);

export interface SignInPage {
  readonly action: string;
  readonly client: string;
  readonly email: string;
  readonly error: string | null;
  readonly status?: number;
  readonly leadsTo?: string | undefined;
}

export function signInPage({ action, client, email, error, status = 200, leadsTo }: SignInPage): Page {
  const focusEmail = email === '' ? html` autofocus` : html``;
  const focusPassword = email === '' ? html`` : html` autofocus`;
  const content = html`<p>to continue to <strong>${client}</strong></p>
${problem(error)}
<form method="post" action="${action}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="254" value="${email}"${described(error)}${focusEmail}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"${described(error)}${focusPassword}>
<button name="answer" value="sign-in">Sign in</button>
</form>
<form method="post" action="${action}"><button class="quiet" name="answer" value="deny">Cancel</button></form>`;
  return pageOf({ title: 'Sign in', content, status, leadsTo });
}

export interface ConsentPage {
  readonly action: string;
  readonly client: string;
  readonly user: string;
  readonly permissions: readonly string[];
  readonly leadsTo?: string | undefined;
}

export function consentPage({ action, client, user, permissions, leadsTo }: ConsentPage): Page {
  const items = permissions.map((permission) => html`<li>${permission}</li>`);
  const content = html`<p>You are signed in as <strong>${user}</strong>. If you allow it, <strong>${client}</strong> will be able to:</p>
<ul>
${items}
</ul>
<p class="small">Allow this only if you trust ${client}. You can end it at any time under your sessions.</p>
<form method="post" action="${action}" class="choice">
<button name="answer" value="allow">Allow</button>
<button class="quiet" name="answer" value="deny">Do not allow</button>
</form>`;
  return pageOf({ title: `Allow ${client}?`, content, leadsTo });
}

export interface DevicePage {
  readonly action: string;
  readonly xsrf: string;
  readonly code: string;
  readonly error: string | null;
  readonly status?: number;
}

export function deviceCodePage({ action, xsrf, code, error, status = 200 }: DevicePage): Page {
  const content = html`<p>Enter the code that your device shows.</p>
${problem(error)}
<form method="post" action="${action}">
<input type="hidden" name="xsrf" value="${xsrf}">
<label for="code">Code</label>
<input id="code" class="code" name="user_code" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="20" value="${code}"${described(error)} autofocus>
<button>Continue</button>
</form>`;
  return pageOf({ title: 'Connect a device', content, status });
}

export function deviceConfirmPage({ action, xsrf, code, client }: Omit<DevicePage, 'error'> & { readonly client: string }): Page {
  const content = html`<p><strong>${client}</strong> on another device wants to sign you in. Go on only if that device is before you and shows:</p>
<p class="code" aria-label="Code">${code}</p>
<form method="post" action="${action}" class="choice">
<input type="hidden" name="xsrf" value="${xsrf}">
<input type="hidden" name="user_code" value="${code}">
<button name="confirm" value="yes">It shows this code</button>
<button class="quiet" name="abort" value="yes">Cancel</button>
</form>`;
  return pageOf({ title: 'Is this your device?', content });
}

export function deviceDonePage(client: string): Page {
  const content = html`<p role="status"><strong>${client}</strong> is connected. You can close this page and go on there.</p>`;
  return pageOf({ title: 'Your device is connected', content });
}

export interface SignOutPage {
  readonly action: string;
  readonly xsrf: string;
  readonly client: string | null;
  readonly leadsTo?: string | undefined;
}

export function signOutPage({ action, xsrf, client, leadsTo }: SignOutPage): Page {
  const asked =
    client === null ? html`` : html`<p><strong>${client}</strong> has signed you out and asks whether to do so here as well.</p>`;
  const content = html`${asked}
<p>Programs that you have signed in to from this browser are signed out too; connected devices are not.</p>
<form method="post" action="${action}" class="choice">
<input type="hidden" name="xsrf" value="${xsrf}">
<button name="logout" value="yes">Sign out</button>
<button class="quiet">Stay signed in</button>
</form>`;
  return pageOf({ title: 'Sign out?', content, leadsTo });
}

export function signedOutPage(client: string | null): Page {
  const content =
    client === null
      ? html`<p role="status">You are signed out. You can close this page.</p>`
      : html`<p role="status">You are still signed in here, and no longer at <strong>${client}</strong>.</p>`;
  return pageOf({ title: client === null ? 'Signed out' : 'Still signed in', content });
}

/** A step that other providers take by script: fields that go on to another address. */
export function continuePage(action: string, fields: Readonly<Record<string, string>>): Page {
  const inputs = Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  const content = html`<p>One more step.</p>
<form method="post" action="${action}">
${inputs}
<button autofocus>Continue</button>
</form>`;
  return pageOf({ title: 'Continue', content, leadsTo: action });
}

export function errorPage(message: string, code: string, status: number): Page {
  const content = html`<p role="alert">${message}</p>
<p class="small">Go back to where you came from and try again. If it stays, tell whoever runs that program: <code>${code}</code></p>`;
  return pageOf({ title: 'This did not work', content, status });
}
