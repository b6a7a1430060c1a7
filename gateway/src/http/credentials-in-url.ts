// Credentials never stand in a URL: proxies, browsers and logs keep those.
import { looksLikeApiKey } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';

const names: ReadonlySet<string> = new Set(['access_token', 'token', 'api_key', 'apikey', 'api-key', 'x-api-key', 'key', 'authorization']);

/**
 * Refuses a request whose query string has a parameter named like a credential, or whose value is an API key.
 * @throws {AppError} BAD_REQUEST
 */
export function assertNoCredentials(search: string): void {
  for (const [name, value] of new URLSearchParams(search)) {
    if (names.has(name.toLowerCase()) || looksLikeApiKey(value))
      throw new AppError('BAD_REQUEST', 'Credentials are sent in the header Authorization or X-API-Key, never in a URL; replace this one.');
  }
}
