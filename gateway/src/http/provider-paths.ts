// The paths of the OAuth provider that exist for the world, and the methods of each.

const get = ['GET'];
const page = ['GET', 'POST'];
/** Browser apps ask by OPTIONS first. */
const endpoint = ['POST', 'OPTIONS'];
const document = ['GET', 'OPTIONS'];

const methodsByPath: ReadonlyMap<string, readonly string[]> = new Map([
  ['/oauth/authorize', get],
  ['/oauth/device', page],
  ['/oauth/sign-out', get],
  ['/oauth/sign-out/confirm', ['POST']],
  ['/oauth/sign-out/success', get],
  ['/oauth/style.css', get],
  ['/oauth/token', endpoint],
  ['/oauth/introspect', endpoint],
  ['/oauth/revoke', endpoint],
  ['/oauth/device_authorization', endpoint],
  ['/oauth/userinfo', ['GET', 'POST', 'OPTIONS']],
  ['/.well-known/openid-configuration', document],
  ['/.well-known/oauth-authorization-server', document],
  ['/.well-known/jwks.json', get],
]);
/** Steps of a sign-in have a name of their own. */
const step = /^\/oauth\/(?<kind>authorize|device|interaction)\/[\w-]{8,64}$/;

/** Undefined: no such path is the provider's. */
export const methodsOf = (path: string): readonly string[] | undefined => {
  const kind = step.exec(path)?.groups?.['kind'];
  return kind === undefined ? methodsByPath.get(path) : kind === 'interaction' ? page : get;
};

/** A path as logs may hold it: without the name of a sign-in. */
export function nameOfPath(path: string): string {
  const kind = step.exec(path)?.groups?.['kind'];
  return kind === undefined ? path : `/oauth/${kind}/…`;
}
