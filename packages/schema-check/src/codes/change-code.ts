// What is known of a kind of change.
import type { Use } from '@tributary/usage';
import type { Severity } from '../model.ts';

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
