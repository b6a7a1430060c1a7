// Judges what operations cost, and tells developers.
import { AppError } from '@tributary/errors';

export interface CostLimit {
  /** @throws {AppError} OPERATION_TOO_COSTLY */
  assertWithin(cost: number): void;
  /** The answer with its cost in its extensions, where that may be told. Its text is a JSON object. */
  withCost<Answer extends { readonly text: string; readonly bytes?: Buffer }>(answer: Answer, cost: number): Omit<Answer, 'bytes'>;
}

export interface CostLimitOptions {
  readonly maximum: number;
  /** Whether clients that ask for it are told what an operation cost. */
  readonly isTold: boolean;
}

export function createCostLimit({ maximum, isTold }: CostLimitOptions): CostLimit {
  return {
    assertWithin(estimated) {
      if (estimated <= maximum) return;
      const message = `The operation costs too much: ${estimated} estimated, at most ${maximum} allowed.`;
      throw new AppError('OPERATION_TOO_COSTLY', message, { extensions: { cost: { estimated, maximum } } });
    },
    withCost(answer, estimated) {
      if (!isTold) return answer;
      // The bytes are the text of a shared answer, without a cost.
      const { bytes: _shared, ...own } = answer;
      const extensions = JSON.stringify({ cost: { estimated, maximum } });
      return { ...own, text: `${answer.text.slice(0, -1)},"extensions":${extensions}}` };
    },
  };
}
