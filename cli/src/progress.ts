// What a long command is doing, on standard error: a line that is written over on a terminal, else a line for each step.

export interface ProgressOptions {
  readonly stream: { readonly isTTY?: boolean; write(text: string): unknown };
  /** Told where there is no terminal too. */
  readonly isForced: boolean;
  /** Milliseconds since some moment. */
  readonly now: () => number;
}

export interface ProgressDisplay {
  /** `of` is 0 where nobody can say how much there is to do. */
  tell(step: string, done: number, of: number): void;
  /** The last step is done. */
  end(): void;
}

/** A terminal is written to ten times a second at most. */
const intervalMs = 100;
const toStartOfLine = '\r\u001b[K';

/** Each step is told when it is done, with its seconds; on a terminal also while it lasts. */
export function createProgress({ stream, isForced, now }: ProgressOptions): ProgressDisplay {
  const isTerminal = stream.isTTY === true;
  if (!isTerminal && !isForced) return { tell() {}, end() {} };
  let current: { readonly step: string; readonly since: number; writtenAt: number } | null = null;
  const end = (): void => {
    if (current === null) return;
    const { step, since } = current;
    stream.write(`${isTerminal ? toStartOfLine : ''}${step.padEnd(width)}  ${((now() - since) / 1000).toFixed(1)} s\n`);
    current = null;
  };
  return {
    end,
    tell(step, done, of) {
      if (current?.step !== step) {
        end();
        current = { step, since: now(), writtenAt: Number.NEGATIVE_INFINITY };
      }
      if (!isTerminal || now() - current.writtenAt < intervalMs) return;
      current.writtenAt = now();
      stream.write(`${toStartOfLine}${step.padEnd(width)}  ${of === 0 ? '...' : `${done} of ${of}`}`);
    },
  };
}

const width = 'composition of the base'.length;
