// What is told of a code.
import type { Finding, Severity } from '../model.ts';

export interface Explanation {
  /** Of a change without knowledge of operations; of any other finding, its level. */
  readonly severity: Severity | Finding['level'];
  /** When it is another than `severity`, and which. */
  readonly exception: string | null;
  readonly meaning: string;
  /** What has the code: schemas, several as subgraphs headed by `# subgraph NAME`, with contracts behind `# contracts:`. Null: the meaning says all. */
  readonly after: string | null;
  /** What it was before, where the code is of a change. */
  readonly before: string | null;
  /** What to do instead; null when nothing needs to be done. */
  readonly wayOut: string | null;
}

/** A row of a table of codes: of most findings, only the schema that has it is of interest. */
export type Row = Omit<Explanation, 'exception' | 'before'> & { readonly before?: string };

export const explanationOf = (row: Row): Explanation => ({ exception: null, before: null, ...row });
