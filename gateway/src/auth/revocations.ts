// What must be refused: read from accounts every second, heard at once through Redis.
import { randomUUID } from 'node:crypto';
import type { Principal } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import { Redis } from 'ioredis';
import type { SubgraphClient } from '../subgraph-client/subgraph-client.ts';

interface Revocation {
  readonly kind: 'SESSION' | 'USER' | 'API_KEY' | 'CLIENT' | 'TOKEN';
  readonly id: string;
  readonly notBefore: string;
  readonly expiresAt: string;
}

/** What of an access token can be taken back besides its session and its user. */
export interface RevocableToken {
  /** `jti`. */
  readonly tokenId: string | null;
  /** The OAuth client that it was given to; null for our own apps. */
  readonly clientId: string | null;
}

export interface Revocations {
  /** `issuedAt` in milliseconds since the epoch; a revocation of a user or a client spares tokens issued after it. `token`: null for a key. */
  isRevoked(principal: Principal, issuedAt: number, token: RevocableToken | null): boolean;
  /**
   * Old knowledge is no knowledge: after 5 s without news writes are refused, after 60 s reads too, of callers with a credential.
   * @throws {AppError} SERVICE_UNAVAILABLE
   */
  assertFresh(principal: Principal, kind: 'query' | 'mutation'): void;
  isKnown(): boolean;
  readonly firstRead: Promise<void>;
  stop(): Promise<void>;
}

const pollMs = 1_000;
const maxAgeMs = { mutation: 5_000, query: 60_000 };
const channel = 'tributary:revocations';
const document = `query Revocations($after: String) {
  internalRevocations(after: $after) { cursor entries { kind id notBefore expiresAt } }
}`;

export interface RevocationsOptions {
  readonly accounts: Pick<SubgraphClient, 'ask'>;
  readonly redisUrl: string | null;
  readonly logger: Logger;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export function createRevocations({ accounts, redisUrl, logger, now = Date.now }: RevocationsOptions): Revocations {
  const entries = new Map<string, { notBefore: number; expiresAt: number }>();
  let cursor: string | null = null;
  let readAt: number | null = null;
  const first = Promise.withResolvers<void>();
  const take = ({ kind, id, notBefore, expiresAt }: Revocation) =>
    entries.set(`${kind} ${id}`, { notBefore: Date.parse(notBefore), expiresAt: Date.parse(expiresAt) });

  const read = async () => {
    const data = await accounts.ask<{ internalRevocations: { cursor: string; entries: Revocation[] } }>(
      document,
      { after: cursor },
      { requestId: randomUUID(), timeoutMs: 2_000 },
    );
    cursor = data.internalRevocations.cursor;
    for (const entry of data.internalRevocations.entries) take(entry);
    readAt = now();
    for (const [key, { expiresAt }] of entries) if (expiresAt < readAt) entries.delete(key);
    first.resolve();
  };
  const stopPolling = poll(read, (error, failures) => {
    if (failures === 5) logger.warn('accounts does not tell what was revoked', { error });
  });
  const redis = redisUrl === null ? null : listen(redisUrl, (message) => take(message), logger);

  const isAfter = (key: string, issuedAt: number) => {
    const entry = entries.get(key);
    return entry !== undefined && issuedAt < entry.notBefore;
  };
  return {
    isRevoked(principal, issuedAt, token) {
      if (entries.size === 0) return false;
      if (token !== null && (entries.has(`TOKEN ${token.tokenId}`) || isAfter(`CLIENT ${token.clientId}`, issuedAt))) return true;
      if (principal.kind !== 'user') return false;
      const { userId, sessionId, apiKeyId } = principal;
      return entries.has(`SESSION ${sessionId}`) || entries.has(`API_KEY ${apiKeyId}`) || isAfter(`USER ${userId}`, issuedAt);
    },
    assertFresh(principal, kind) {
      if (principal.kind === 'anonymous') return;
      if (readAt === null || now() - readAt > maxAgeMs[kind]) throw new AppError('SERVICE_UNAVAILABLE');
    },
    isKnown: () => readAt !== null,
    firstRead: first.promise,
    async stop() {
      stopPolling();
      redis?.disconnect();
    },
  };
}

/** Runs work again and again, each time a while after the last has ended. */
function poll(work: () => Promise<void>, onFailure: (error: unknown, failures: number) => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let failures = 0;
  const round = async () => {
    try {
      await work();
      failures = 0;
    } catch (error) {
      failures += 1;
      onFailure(error, failures);
    }
    if (!stopped) timer = setTimeout(() => void round(), failures === 0 ? pollMs : pollMs / 5);
  };
  void round();
  return () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
  };
}

function listen(url: string, onRevocation: (revocation: Revocation) => void, logger: Logger): Redis {
  const redis = new Redis(url, { connectTimeout: 1_000, maxRetriesPerRequest: null });
  redis.on('error', (error: Error) => logger.warn('Redis does not answer; revocations are read from accounts', { error: error.message }));
  redis.on('message', (_channel: string, text: string) => {
    const message = parsed(text);
    if (message !== null) onRevocation(message);
  });
  redis.subscribe(channel).catch((error: unknown) => logger.warn('revocations cannot be heard through Redis', { error }));
  return redis;
}

function parsed(text: string): Revocation | null {
  try {
    return JSON.parse(text) as Revocation; // written by accounts alone
  } catch {
    return null;
  }
}
