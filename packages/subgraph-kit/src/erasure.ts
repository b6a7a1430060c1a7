// Forgets what a subgraph holds of persons who were erased in accounts: asked at an interval, so that nobody has to be told, or can miss it.
import { randomUUID } from 'node:crypto';
import type { ServiceKeys } from '@tributary/auth-kit';
import type { Logger } from '@tributary/logging';
import { createSibling } from './sibling.ts';

/** Gives those of some users who were erased. */
export type ErasedOf = (userIds: readonly string[]) => Promise<readonly string[]>;

export interface Holdings {
  /** Users of whom something is held that must not outlive them. */
  holders(): Promise<readonly string[]>;
  forget(userIds: readonly string[]): Promise<void>;
}

export interface ErasureOptions extends Holdings {
  readonly erasedOf: ErasedOf;
  readonly logger: Logger;
}

const intervalMs = 60_000;
const batchSize = 1_000;
const document = 'query ErasedUsers($userIds: [ID!]!) { internalErasedUsers(userIds: $userIds) }';

/** What accounts says. */
export function remoteErasures(url: string, keys: ServiceKeys): ErasedOf {
  const accounts = createSibling({ name: 'accounts', url, keys });
  return async (userIds) => {
    const call = { requestId: `erasure-${randomUUID()}` };
    return (await accounts.query<{ internalErasedUsers: string[] }>(document, { userIds }, call)).internalErasedUsers;
  };
}

/** One round; replicas may run it at once. */
export async function forgetErased({ holders, forget, erasedOf }: Omit<ErasureOptions, 'logger'>): Promise<void> {
  const all = await holders();
  for (let start = 0; start < all.length; start += batchSize) {
    const erased = await erasedOf(all.slice(start, start + batchSize));
    if (erased.length > 0) await forget(erased);
  }
}

/** Every minute until stopped; a round that fails is logged, and the next one does its work. */
export function startErasure({ logger, ...options }: ErasureOptions): { stop(): Promise<void> } {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = forgetErased(options).catch((error: unknown) =>
      logger.warn('who was erased is not known; asked again in a minute', { error }),
    );
  }, intervalMs);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      return running;
    },
  };
}
