// What is known of a kind of change.
import type { Severity } from '../model.ts';

/** How an operation can use a coordinate; `positions` of a change code say which of these uses the change is felt in. */
export type Use =
  /** A field is selected. */
  | 'selected'
  /** A value comes back in the result: of an enum or scalar, or an object of an abstract type. */
  | 'received'
  /** A type condition, a root type or a variable names the type. */
  | 'named'
  /** A value that is not null is, or may be, sent; a directive is applied. */
  | 'provided'
  /** Null is, or may be, sent. */
  | 'null'
  /** Nothing is sent, or may not be: the default holds. */
  | 'omitted';

export interface Felt {
  /** Of the change's coordinate itself, or of what the coordinate stands in: what is new is not in operations yet. */
  readonly at: 'coordinate' | 'parent';
  readonly uses: readonly Use[];
}

export interface ChangeCode {
  /** Without knowledge of operations. */
  readonly severity: Severity;
  /** When it is another than `severity`, and which. */
  readonly exception: string | null;
  readonly meaning: string;
  /** Schemas; of federation, subgraphs headed by `# subgraph NAME`. The diff of the two has this code. */
  readonly before: string;
  readonly after: string;
  /** What to do instead; null when nothing needs to be done. */
  readonly wayOut: string | null;
  /** Where operations feel it; empty: in none. */
  readonly felt: readonly Felt[];
}

/** The felt position of a change: uses of its own coordinate. */
export const own = (...uses: readonly Use[]): Felt => ({ at: 'coordinate', uses });

/** Uses of what the coordinate stands in. */
export const parent = (...uses: readonly Use[]): Felt => ({ at: 'parent', uses });

export const everyUse: readonly Use[] = ['selected', 'received', 'named', 'provided', 'null', 'omitted'];
