// What every resolver of the reviews service gets.
import { createListLoaders, type ListLoaders, type RequestContext } from '@tributary/subgraph-kit';
import type { Purchases } from './datasources/purchases.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export interface Context extends RequestContext {
  readonly db: PrismaClient;
  readonly loaders: Loaders;
  readonly lists: ListLoaders;
  readonly purchases: Purchases;
}

/** Makes the context of one request; loaders never outlive it. */
export function createContext(request: RequestContext, { db, purchases }: Pick<Context, 'db' | 'purchases'>): Context {
  return { ...request, db, purchases, loaders: createLoaders(db), lists: createListLoaders() };
}
