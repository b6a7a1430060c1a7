// What a person sees whose sign-in did not come to its end: it took too long, was begun elsewhere, or the provider refused it.
import type { ServerResponse } from 'node:http';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Not signed in</title>
<main>
<h1>You are not signed in</h1>
<p>The sign-in took too long, or was begun in another browser.</p>
<p><a href="/session/sign-in">Sign in again</a></p>
</main>
</html>
`;

export function sendFailedPage(response: ServerResponse): void {
  response.setHeader('content-security-policy', "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  response.writeHead(400, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}
