// What every resolver of the inventory service gets.
import { createListLoaders, type ListLoaders, type RequestContext } from '@tributary/subgraph-kit';
import type { PrismaClient } from './generated/prisma/client.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { ReachedStep } from './steps.ts';

export interface Context extends RequestContext {
  readonly db: PrismaClient;
  readonly loaders: Loaders;
  readonly lists: ListLoaders;
  readonly reached: ReachedStep;
}

/** Makes the context of one request; loaders never outlive it. */
export function createContext(request: RequestContext, { db, reached }: Pick<Context, 'db' | 'reached'>): Context {
  return { ...request, db, reached, loaders: createLoaders(db), lists: createListLoaders() };
}
