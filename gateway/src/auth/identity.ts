// Who callers are: what turns credentials into principals, and knows what was revoked.
import type { Principal } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import type { Stages } from '../pipeline.ts';
import type { SubgraphClient } from '../subgraph-client/subgraph-client.ts';
import { createApiKeys } from './api-keys.ts';
import { createAuthenticate, stranger } from './authenticate.ts';
import { createRevocations } from './revocations.ts';
import { createTokens, type TokenOptions } from './tokens.ts';

export interface Identity {
  readonly authenticate: Stages['authenticate'];
  readonly assertFresh: Stages['assertFresh'];
  /** Takes note that a request of this caller was refused though its credential was good. */
  countRefused(principal: Principal): void;
  /** Whether what was revoked is known. */
  isReady(): boolean;
  /** Ends when it is known for the first time. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

export interface IdentityOptions {
  readonly tokens: TokenOptions;
  readonly redisUrl: string | null;
  /** Null: there are tokens alone, which nobody takes back. */
  readonly accounts: SubgraphClient | null;
  readonly logger: Logger;
}

export function createIdentity({ tokens: tokenOptions, redisUrl, accounts, logger }: IdentityOptions): Identity {
  const tokens = createTokens(tokenOptions, logger);
  if (accounts === null) {
    const authenticate = createAuthenticate({ tokens, apiKeys: noApiKeys, revocations: { isRevoked: () => false } });
    return { ...settled, authenticate, assertFresh: () => undefined };
  }
  const revocations = createRevocations({ accounts, redisUrl, logger });
  const apiKeys = createApiKeys({ accounts, revocations, logger });
  return {
    authenticate: createAuthenticate({ tokens, apiKeys, revocations }),
    assertFresh: revocations.assertFresh,
    countRefused(principal) {
      if (principal.kind === 'user' && principal.apiKeyId !== null) apiKeys.countRefused(principal.apiKeyId);
    },
    isReady: revocations.isKnown,
    ready: revocations.firstRead,
    async stop() {
      await apiKeys.stop();
      await revocations.stop();
    },
  };
}

const settled = { countRefused: () => undefined, isReady: () => true, ready: Promise.resolve(), stop: async () => undefined };

/** Everybody is nobody; credentials are for the subgraphs, if for anyone. */
export const noIdentity: Identity = { ...settled, authenticate: async () => stranger, assertFresh: () => undefined };

const noApiKeys = {
  authenticate: async (): Promise<never> => {
    throw new AppError('UNAUTHENTICATED', 'API keys are not known here.');
  },
};
