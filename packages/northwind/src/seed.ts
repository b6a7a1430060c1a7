// What a subgraph's seed.ts is given.
import type { Pool } from 'pg';
import type { Northwind } from './load-northwind.ts';

export interface SeedOptions {
  readonly pool: Pool;
  readonly northwind: Northwind;
  /** How many copies of the source data; 1 is the source itself. */
  readonly scale: number;
  /** The password of every development sign-in; null makes no users (production). */
  readonly devPassword: string | null;
  /** Told what share of the rows is written, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** Fills an empty database, in one transaction: a seed that fails leaves nothing behind. */
export type Seed = (options: SeedOptions) => Promise<void>;
