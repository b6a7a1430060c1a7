// What every resolver of the catalog service gets.
import { createListLoaders, type ListLoaders, type RequestContext } from '@tributary/subgraph-kit';
import type { PrismaClient } from './generated/prisma/client.ts';
import { createLoaders, type Loaders } from './loaders.ts';

export interface Context extends RequestContext {
  readonly db: PrismaClient;
  readonly loaders: Loaders;
  readonly lists: ListLoaders;
}

/** Makes the context of one request; loaders never outlive it. */
export function createContext(request: RequestContext, { db }: Pick<Context, 'db'>): Context {
  return { ...request, db, loaders: createLoaders(db), lists: createListLoaders() };
}
