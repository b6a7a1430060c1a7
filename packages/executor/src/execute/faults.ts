// What went wrong in a run: told as facts; how an error looks is for whoever answers.

/** An error that a subgraph answered. */
export interface FieldFault {
  readonly kind: 'field';
  readonly subgraph: string;
  /** As the subgraph sent it. */
  readonly error: SubgraphError;
  /** Those of the answer that the error stands in. */
  readonly extensions: unknown;
  /** Where in the response; null when the subgraph did not say, or not in terms of what it was asked. */
  readonly path: readonly (string | number)[] | null;
  readonly fetch: FetchPlace;
  /** The deferred block that it belongs to, by index. */
  readonly deferred: number | null;
}

/** A fetch that brought no answer, or one that is none. */
export interface FetchFault {
  readonly kind: 'fetch';
  readonly subgraph: string;
  readonly cause: unknown;
  readonly fetch: FetchPlace;
  /** The deferred block that it belongs to, by index. */
  readonly deferred: number | null;
}

/** What a fetch completes: response names to its objects ("@" for each item of a list), and those that it gives them. */
export interface FetchPlace {
  readonly path: readonly string[];
  readonly fields: readonly string[];
}

export interface SubgraphError {
  readonly message?: unknown;
  readonly path?: unknown;
  readonly extensions?: unknown;
}
