// What every resolver of the accounts service gets.
import { createListLoaders, type ListLoaders, type RequestContext } from '@tributary/subgraph-kit';
import type { AccessTokens } from './access-tokens.ts';
import type { Mailer } from './datasources/mailer.ts';
import type { RevocationChannel } from './datasources/revocation-channel.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { Passwords } from './passwords.ts';

/** What lives as long as the service. */
export interface Parts {
  readonly db: PrismaClient;
  readonly accessTokens: AccessTokens;
  readonly passwords: Passwords;
  readonly mail: Mailer;
  readonly announce: RevocationChannel['announce'];
}

export interface Context extends RequestContext, Parts {
  readonly loaders: Loaders;
  readonly lists: ListLoaders;
}

/** Makes the context of one request; loaders never outlive it. */
export function createContext(request: RequestContext, parts: Parts): Context {
  return { ...request, ...parts, loaders: createLoaders(parts.db), lists: createListLoaders() };
}
