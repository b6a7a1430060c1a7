// What a check tells of its way while it is on it.

/** A step begins (`done` is 0), or goes on. `of` is 0 where nobody can say how much there is to do. */
export type Progress = (step: string, done: number, of: number) => void;

/** Does a step, and tells that it begins. */
export function doing<Result>(step: string, progress: Progress, work: () => Result): Result {
  progress(step, 0, 0);
  return work();
}

export const untold: Progress = () => {};
