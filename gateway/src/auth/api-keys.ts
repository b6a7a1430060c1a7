// API keys: asked of accounts, known for two seconds, and counted.
import { createHash, randomUUID } from 'node:crypto';
import { isApiKeyText, type Role, type Scope, type UserPrincipal } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import type { Caller } from '../pipeline.ts';
import type { SubgraphClient } from '../subgraph-client/subgraph-client.ts';
import type { Revocations } from './revocations.ts';

export interface ApiKeys {
  /** @throws {AppError} UNAUTHENTICATED; SERVICE_UNAVAILABLE when accounts cannot be asked. */
  authenticate(key: string): Promise<KeyCaller>;
  /** Of a request that was authenticated, and then refused for another reason. */
  countRefused(apiKeyId: string): void;
  /** Sends what is counted and not sent yet. */
  stop(): Promise<void>;
}

/** Whom a key acts for, and how often. */
interface KeyCaller extends Caller {
  readonly principal: UserPrincipal;
}

interface KeyPrincipal {
  readonly userId: string;
  readonly role: Role;
  readonly scopes: Scope[];
  readonly customerId: string | null;
  readonly employeeId: string | null;
  readonly apiKeyId: string;
  readonly requestsPerMinute: number;
}

const knownMs = 2_000;
const maxKnown = 10_000;
const flushMs = 2_000;
const askDocument = `query KeyPrincipal($secretHash: String!) {
  internalApiKeyPrincipal(secretHash: $secretHash) { userId role scopes customerId employeeId apiKeyId requestsPerMinute }
}`;
const recordDocument = `mutation RecordUsage($entries: [InternalApiKeyUsage!]!) { internalRecordApiKeyUsage(entries: $entries) }`;

export function createApiKeys({
  accounts,
  revocations,
  logger,
}: {
  readonly accounts: SubgraphClient;
  readonly revocations: Revocations;
  readonly logger: Logger;
}): ApiKeys {
  const known = new Map<string, { readonly caller: Promise<KeyCaller | null>; readonly until: number }>();
  const usage = createUsage(accounts, logger);
  const ask = async (secretHash: string): Promise<KeyCaller | null> => {
    const answer = accounts.ask<{ internalApiKeyPrincipal: KeyPrincipal | null }>(
      askDocument,
      { secretHash },
      { requestId: randomUUID(), timeoutMs: 2_000 },
    );
    const { internalApiKeyPrincipal: found } = await answer.catch((cause: unknown) => {
      throw new AppError('SERVICE_UNAVAILABLE', undefined, { cause });
    });
    if (found === null) return null;
    const { requestsPerMinute, ...principal } = found;
    return { principal: { kind: 'user', ...principal, sessionId: null }, requestsPerMinute };
  };
  return {
    async authenticate(key) {
      if (!isApiKeyText(key)) throw refusal(); // a made-up key costs a checksum
      const hash = createHash('sha256').update(key).digest('hex');
      let entry = known.get(hash);
      if (entry === undefined || entry.until < Date.now()) {
        const caller = ask(hash);
        caller.catch(() => known.delete(hash)); // a failure is not an answer: the next request asks again
        entry = { caller, until: Date.now() + knownMs };
        known.set(hash, entry);
        if (known.size > maxKnown) known.delete(known.keys().next().value ?? '');
      }
      const caller = await entry.caller;
      if (caller === null) throw refusal();
      const { principal } = caller;
      const revoked = revocations.isRevoked(principal, Date.now(), null);
      usage.count(principal.apiKeyId ?? '', revoked);
      if (revoked) throw refusal();
      return caller;
    },
    countRefused: usage.move,
    stop: usage.stop,
  };
}

const refusal = () => new AppError('UNAUTHENTICATED', 'The API key is not valid.');

/** Counts by key and day, and sends the counts in batches. */
function createUsage(accounts: SubgraphClient, logger: Logger) {
  let counts = new Map<string, { apiKeyId: string; day: string; requests: number; rejected: number }>();
  const flush = async () => {
    if (counts.size === 0) return;
    const entries = [...counts.values()];
    counts = new Map();
    try {
      await accounts.ask(recordDocument, { entries }, { requestId: randomUUID(), timeoutMs: 5_000 });
    } catch (error) {
      logger.warn('the usage of API keys was not recorded; it is sent again', { error });
      for (const { apiKeyId, day, requests, rejected } of entries) add(apiKeyId, day, requests, rejected);
    }
  };
  const add = (apiKeyId: string, day: string, requests: number, rejected: number) => {
    const key = `${apiKeyId} ${day}`;
    const count = counts.get(key) ?? { apiKeyId, day, requests: 0, rejected: 0 };
    counts.set(key, { ...count, requests: count.requests + requests, rejected: count.rejected + rejected });
  };
  const timer = setInterval(() => void flush(), flushMs);
  const today = () => new Date().toISOString().slice(0, 10);
  return {
    count: (apiKeyId: string, rejected: boolean) => add(apiKeyId, today(), rejected ? 0 : 1, rejected ? 1 : 0),
    /** What was counted as answered a moment ago was not; accounts adds, so that this is right even when it comes in another batch. */
    move: (apiKeyId: string) => add(apiKeyId, today(), -1, 1),
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
