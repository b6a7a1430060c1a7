// What is prepared of a plan once: plain data and code as text, so that it crosses threads.
import type { FetchDataKeyRenamer, FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';

/** Names of fields and "@" for each item of a list, from the root. */
export type PlanPath = readonly string[];

/** A variable and the value that lets what it guards run (`Condition` nodes, from `@skip` and `@include`). */
export interface Guard {
  readonly variable: string;
  readonly wanted: boolean;
}

/** A place in the response whose objects a fetch completes. `id` tells two states of the same path apart. */
export interface Place {
  readonly id: number;
  readonly path: PlanPath;
}

/** The text of a request's body around its variables: `before`, then `"name":value` pairs, then `after`. */
export interface BodyText {
  readonly before: string;
  readonly after: string;
}

/** One entity fetch of the plan, or several that differ only in their place. */
export interface SlotBlueprint {
  /** The response name of `_entities`, and the variable of its representations, when sent with others. */
  readonly alias: string;
  readonly variable: string;
  readonly places: readonly Place[];
  /** Slots with the same number need the same representations of the same objects. */
  readonly set: number;
  readonly requires: readonly QueryPlanSelectionNode[];
  /** A function `(entity) => text | null`; null when only the slow way does (`representation.ts`). */
  readonly represent: string | null;
  /** The field that alone tells two representations of `soleType` apart. */
  readonly soleKey: string | null;
  readonly soleType: string;
  /** A function `(target, source, share) => void`; null when any object is merged as it comes. */
  readonly assign: string | null;
  readonly inputRewrites: readonly FetchDataRewrite[];
  readonly outputRewrites: readonly FetchDataRewrite[];
  /** Variables whose values stand above the entities (`@fromContext`): where each is read, relative to an entity. */
  readonly contextRewrites: readonly FetchDataKeyRenamer[];
  /** Response names that the fetch gives to its objects. */
  readonly fields: readonly string[];
  /** The same fetch in a request of its own. */
  readonly alone: BodyText;
  readonly aloneVariables: readonly string[];
  readonly fetch: FetchText;
  /** The plan's fetches that it stands for, by index: one for each place. */
  readonly planned: readonly number[];
}

/** What hooks of data sources are told of a fetch. */
export interface FetchText {
  readonly query: string;
  readonly operationName: string | undefined;
}

/** One HTTP request to a subgraph. */
export interface RequestBlueprint {
  readonly subgraph: string;
  readonly operation: 'query' | 'mutation' | 'subscription';
  /** Requests, by index, that write what this one reads; all are lower. */
  readonly waitsFor: readonly number[];
  readonly guards: readonly Guard[];
  readonly body: BodyText;
  readonly variables: readonly string[];
  readonly slots: readonly SlotBlueprint[];
  /** Set when it asks a root type rather than for entities. */
  readonly root: RootBlueprint | null;
  /** The deferred block that it belongs to, by index; null when it belongs to the first result. */
  readonly deferred: number | null;
}

export interface RootBlueprint {
  /** Where its root type stands in the response: null for the root itself. */
  readonly place: Place | null;
  readonly outputRewrites: readonly FetchDataRewrite[];
  readonly fields: readonly string[];
  readonly fetch: FetchText;
  /** The plan's fetch that it is, by index. */
  readonly planned: number;
}

export interface ConditionVariable {
  readonly name: string;
  readonly default: boolean | null;
}

/** A `@defer` block. */
export interface DeferredBlueprint {
  /** Response names to the objects that it adds to; lists are walked through. */
  readonly path: PlanPath;
  readonly label: string | null;
  /** What it adds, as the text of a selection set; null when nested blocks have it all. */
  readonly subselection: string | null;
  readonly guards: readonly Guard[];
  /** Requests, by index, that must have ended. */
  readonly waitsFor: readonly number[];
  /** The deferred block around it, by index. */
  readonly parent: number | null;
}

export interface Blueprint {
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly operationName: string | null;
  readonly requests: readonly RequestBlueprint[];
  readonly places: number;
  /** Whether what an entity gets can depend on where it stands. */
  readonly usesContext: boolean;
  readonly sets: number;
  readonly conditions: readonly ConditionVariable[];
  /** Code of the functions that write the answer (`project-code.ts`); null when it would be too large. */
  readonly projection: string | null;
  readonly deferred: readonly DeferredBlueprint[];
  /** The text of the operation as it was planned, with internal response names. */
  readonly document: string;
  /** The plan's tree (`plan-outline.ts`) as JSON, read when a run is traced; null when nothing is fetched, or a part of it is deferred. */
  readonly outline: string | null;
  readonly usesIntrospection: boolean;
  /** Whether response names were changed for planning (`planning/response-names.ts`). */
  readonly renamed: boolean;
}
