// What every resolver of the inventory service gets.
import { createListLoaders, type ListLoaders, type RequestContext } from '@tributary/subgraph-kit';
import type { PrismaClient } from './generated/prisma/client.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { ReachedStep } from './steps.ts';
import type { TakeTurn } from './turns.ts';

export interface Context extends RequestContext {
  readonly db: PrismaClient;
  readonly loaders: Loaders;
  readonly lists: ListLoaders;
  readonly reached: ReachedStep;
  /** For transactions that may wait for a product that everyone wants. */
  readonly takeTurn: TakeTurn;
}

/** What outlives a request. */
export type Parts = Pick<Context, 'db' | 'reached' | 'takeTurn'>;

/** Makes the context of one request; loaders never outlive it. */
export function createContext(request: RequestContext, parts: Parts): Context {
  return { ...request, ...parts, loaders: createLoaders(parts.db), lists: createListLoaders() };
}
