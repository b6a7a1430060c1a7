// What the system's side of the tests and the load's own process tell each other. Times are milliseconds since the epoch.
import type { SubgraphName } from '@tributary/test-kit';

export interface LoadPlan {
  /** GraphQL addresses, asked in turn as long as they are ready. */
  readonly gateways: readonly string[];
  /** Of a customer. */
  readonly token: string;
  readonly perSecond: number;
  /** The subgraphs that may fail. */
  readonly hurts: readonly SubgraphName[];
  readonly refusals: readonly string[];
  /** What idempotency keys begin with. */
  readonly keyPrefix: string;
}

export type Command =
  | { readonly kind: 'begin'; readonly plan: LoadPlan }
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** Keeps so many requests under way instead of sending at a rate. */
  | { readonly kind: 'saturate'; readonly atATime: number }
  | { readonly kind: 'look' }
  | { readonly kind: 'end' };

export type Report =
  /** The answers that all others are compared with are there. */
  | { readonly kind: 'begun' }
  /** How many were answered right; when the last was due that was not, and the oldest that is not answered yet. */
  | { readonly kind: 'seen'; readonly right: number; readonly notRightDueAt: number; readonly waitingDueAt: number | null }
  | { readonly kind: 'ended'; readonly result: LoadResult };

export interface Sample {
  readonly operation: string;
  /** When it was to be sent, whenever it was: a late answer delays nothing. */
  readonly dueAt: number;
  /** From then to the last byte of the answer. */
  readonly ms: number;
  /** `failed`: there was no answer. */
  readonly verdict: 'right' | 'partial' | 'refused' | 'wrong' | 'failed';
  /** Of what is partial or refused; why it is wrong or failed. */
  readonly reason: string | null;
}

export interface LoadResult {
  readonly samples: readonly Sample[];
  /** The first three answers that were wrong, or did not come: all of it, for people. */
  readonly evidence: readonly string[];
  readonly keys: {
    /** Of mutations that were answered with what they did. */
    readonly done: readonly string[];
    /** Of those of which the client cannot know. */
    readonly unknown: readonly string[];
    /** Of those that were refused as a whole. */
    readonly refused: readonly string[];
  };
  /** How late requests were sent, at worst and the 99th percentile: whether the tool itself kept up. */
  readonly lateMs: { readonly p99: number; readonly max: number };
}
