// Where a request of a browser came from, as the gateway tells.
import type { IncomingMessage } from 'node:http';
import type { ClientOrigin } from '@tributary/auth-kit';

export function originOf({ headers }: Pick<IncomingMessage, 'headers'>): ClientOrigin {
  const address = headers['x-forwarded-for'];
  return { agent: headers['user-agent'] ?? null, address: typeof address === 'string' ? address : null };
}
