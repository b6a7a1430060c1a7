// What one execution holds, and what it asks of its surroundings.
import type { ExecutablePlan, ExecutableRequest, ExecutableSlot } from './executable-plan.ts';
import type { FetchFault, FieldFault } from './faults.ts';
import { type JsonObject, own } from './objects.ts';
import type { IsOfType } from './rewrites.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** One call to a subgraph. */
export interface SubgraphRequest {
  readonly subgraph: string;
  readonly operation: 'query' | 'mutation' | 'subscription';
  /** JSON: `query`, `variables`, `operationName`. */
  readonly body: string;
  /** The fetch as the plan has it; null for several joined in one request. */
  readonly fetch: { readonly query: string; readonly operationName: string | undefined } | null;
  /** Where in the response it stands; for hooks. */
  readonly path: readonly string[];
  /** What it is sent for: a request of the plan, and its slots that have something to ask (none for a root type). */
  readonly request: ExecutableRequest;
  readonly asked: readonly Asked[];
}

/** The body of a subgraph's answer, as text or already parsed. */
export type SubgraphAnswer = string | JsonObject;

/** Sends one request. A rejection is a fetch without an answer. */
export type Send = (request: SubgraphRequest) => Promise<SubgraphAnswer>;

export interface Representations {
  readonly texts: readonly string[];
  readonly entities: readonly JsonObject[];
  /** For each entity the index of its text, and of its slot's place. */
  readonly which: readonly number[];
  readonly placeOf: readonly number[];
  /** For each text the place that first had it. */
  readonly firstPlace: readonly number[];
}

/** A slot and what was asked for it. */
export interface Asked {
  readonly slot: ExecutableSlot;
  readonly representations: Representations;
}

export interface Run {
  readonly plan: ExecutablePlan;
  readonly variables: Variables;
  /** In the order of the plan's conditions. */
  readonly conditions: readonly boolean[];
  readonly send: Send;
  readonly isOfType: IsOfType;
  readonly data: JsonObject;
  /** No string in the tree needs escaping. */
  plain: boolean;
  /** One received object stands in several places. */
  shared: boolean;
  readonly faults: (FieldFault | FetchFault)[];
  /** By the number of a place, and of a set of representations. */
  readonly found: (readonly JsonObject[] | undefined)[];
  readonly sets: (Representations | undefined)[];
}

export function createRun(plan: ExecutablePlan, variables: Variables, send: Send, isOfType: IsOfType): Run {
  return {
    plan,
    variables,
    conditions: conditionValues(plan, variables),
    send,
    isOfType,
    data: {},
    plain: true,
    shared: false,
    faults: [],
    found: [],
    sets: [],
  };
}

const none: readonly boolean[] = [];

function conditionValues({ conditions }: ExecutablePlan, variables: Variables): readonly boolean[] {
  if (conditions.length === 0) return none;
  return conditions.map(({ name, default: otherwise }) => {
    const value = own(variables, name);
    return (value === undefined ? otherwise : value) === true;
  });
}

/** Whether the conditions around a request (or a deferred block) let it run. */
export function isWanted(run: Run, { guards }: Pick<ExecutableRequest, 'guards'>): boolean {
  for (const { variable, wanted } of guards) {
    const index = run.plan.conditions.findIndex(({ name }) => name === variable);
    if ((run.conditions[index] ?? false) !== wanted) return false;
  }
  return true;
}

export type { ExecutablePlan, ExecutableRequest, ExecutableSlot };
