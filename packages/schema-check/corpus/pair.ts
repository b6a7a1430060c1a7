// The shape of the corpus: schemas before and after, and what a check has to say.
import type { ChangeCodeName } from '../src/index.ts';

/** Of a pair: the worst severity of its changes. */
export type Verdict = 'breaking' | 'dangerous' | 'safe';

export interface Pair {
  /** What changes, in words; no other pair of the corpus has the same. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** `CODE coordinate`, all of them, in any order. */
  readonly changes: readonly `${ChangeCodeName} ${string}`[];
  /** Without usage. */
  readonly verdict: Verdict;
  /** Operation -> the verdict when it is the only one that is known. */
  readonly withUsage: Readonly<Record<string, Verdict>>;
}

/** A family has a frame: what is the same before and after in each pair. */
export const framed =
  (frame: string) =>
  (name: string, before: string, after: string, verdict: Verdict, changes: Pair['changes'], withUsage: Pair['withUsage'] = {}): Pair => ({
    name,
    before: `${frame}\n${before}`,
    after: `${frame}\n${after}`,
    verdict,
    changes,
    withUsage,
  });
