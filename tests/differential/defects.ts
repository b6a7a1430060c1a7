// Defects of an executor, planted around stock: in the plan it executes, in what it sends to a subgraph and gets back, in its result.
// The comparison has to catch every one of them; none touches our own code.
import { answerDefects } from './defects-of-answers.ts';
import { subgraphDefects } from './defects-of-fetches.ts';
import { planDefects } from './defects-of-plans.ts';
import type { Answer, QueryPlan } from './sides.ts';

/** What a subgraph answers, as the executor reads it. */
export interface FetchAnswer {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
}

export interface FetchRequest {
  query: string;
  variables: Record<string, unknown>;
}

export interface Defect {
  readonly name: string;
  /** Changes a copy of the plan in place. */
  readonly plan?: (plan: QueryPlan) => void;
  /** Changes the text of the operation before it is planned. */
  readonly operation?: (text: string) => string;
  /** Changes what is sent, in place. */
  readonly request?: (request: FetchRequest) => void;
  /** Changes what came back, in place. */
  readonly response?: (response: FetchAnswer, request: FetchRequest) => void;
  /** An answer in place of a failure. */
  readonly failure?: (error: unknown) => FetchAnswer | undefined;
  readonly answer?: (answer: Answer) => Answer;
  /** Changes the supergraph by which answers are completed (and by nothing else). */
  readonly completion?: (supergraphSdl: string) => string;
}

export const defects: readonly Defect[] = [...planDefects, ...subgraphDefects, ...answerDefects];
