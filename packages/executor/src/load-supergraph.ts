// Loads a supergraph: its planner, in a thread of its own or in this one, and what is executed with it.

import { type PlannerLimits, startPlanner } from './planning/planner-thread.ts';
import { createSupergraph, type Supergraph, type SupergraphOptions } from './supergraph.ts';

export interface LoadOptions {
  readonly supergraphSdl: string;
  /** What executions give as data. */
  readonly mode: 'text' | 'object';
  readonly planIn?: 'worker' | 'thread';
  /** Subgraphs whose fetches are never joined in one request. */
  readonly separate?: ReadonlySet<string>;
  /** Whether `@defer` is part of the schema. */
  readonly incrementalDelivery?: boolean;
  /** Bound of what prepared operations may take in memory, estimated. */
  readonly maxCacheBytes?: number;
  readonly judge?: SupergraphOptions['judge'];
  /** What planning may take. */
  readonly planning?: PlannerLimits;
}

/** @throws {Error} when the text is not a supergraph that can be planned for. */
export async function loadSupergraph({ planning, ...options }: LoadOptions): Promise<Supergraph> {
  const planner = await startPlanner({ ...planning, ...options });
  return createSupergraph({ ...options, planner });
}
