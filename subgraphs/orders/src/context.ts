// What every resolver of the orders service gets.
import { createListLoaders, type ListLoaders, type RequestContext } from '@tributary/subgraph-kit';
import type { Companies } from './datasources/companies.ts';
import type { Prices } from './datasources/prices.ts';
import type { StockRoom } from './datasources/stock-room.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { ReachedStep } from './steps.ts';

/** What lives as long as the service. */
export interface Parts {
  readonly db: PrismaClient;
  readonly companies: Companies;
  readonly prices: Prices;
  readonly stockRoom: StockRoom;
  readonly reached: ReachedStep;
  readonly intentLeaseMs: number;
}

export interface Context extends RequestContext, Parts {
  readonly loaders: Loaders;
  readonly lists: ListLoaders;
}

/** Makes the context of one request; loaders never outlive it. */
export function createContext(request: RequestContext, parts: Parts): Context {
  return { ...request, ...parts, loaders: createLoaders(parts.db, request.principal), lists: createListLoaders() };
}
