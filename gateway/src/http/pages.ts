// The landing page and the IDE: files of this package and of GraphiQL, with a strict content security policy.
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

type Page = { readonly type: string; readonly file: string; readonly policy?: string };

const own = (name: string): string => fileURLToPath(new URL(`../../pages/${name}`, import.meta.url));
const sandbox = 'https://embeddable-sandbox.cdn.apollographql.com';

const idePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const landingPolicy = `default-src 'none'; script-src 'self' ${sandbox}; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; frame-src https://sandbox.embed.apollographql.com; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Gives a handler that answers the paths it knows, and says whether it did. */
export function createPages(): (path: string, request: IncomingMessage, response: ServerResponse) => boolean {
  const pages = pagesByPath();
  return (path, request, response) => {
    const page = pages.get(path);
    if (page === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    response.setHeader('content-type', page.type);
    response.setHeader('referrer-policy', 'no-referrer');
    if (page.policy !== undefined) response.setHeader('content-security-policy', page.policy);
    response.end(request.method === 'HEAD' ? undefined : readFileSync(page.file));
    return true;
  };
}

function pagesByPath(): ReadonlyMap<string, Page> {
  const require = createRequire(import.meta.url);
  const installed = (name: string, file: string): string => join(dirname(require.resolve(`${name}/package.json`)), file);
  const script = 'text/javascript; charset=utf-8';
  const style = 'text/css; charset=utf-8';
  const html = 'text/html; charset=utf-8';
  return new Map<string, Page>([
    ['/', { type: html, file: own('landing.html'), policy: landingPolicy }],
    ['/ide', { type: html, file: own('ide.html'), policy: idePolicy }],
    ['/assets/landing.js', { type: script, file: own('landing.js') }],
    ['/assets/ide.js', { type: script, file: own('ide.js') }],
    ['/assets/pages.css', { type: style, file: own('pages.css') }],
    ['/assets/react.js', { type: script, file: installed('react', 'umd/react.production.min.js') }],
    ['/assets/react-dom.js', { type: script, file: installed('react-dom', 'umd/react-dom.production.min.js') }],
    ['/assets/graphiql.js', { type: script, file: installed('graphiql', 'graphiql.min.js') }],
    ['/assets/graphiql.css', { type: style, file: installed('graphiql', 'graphiql.min.css') }],
  ]);
}
