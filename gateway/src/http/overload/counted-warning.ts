// A warning about what happens very often: at most one line a second, which says how often it was.
import type { Logger } from '@tributary/logging';

export interface CountedWarning {
  count(): void;
  /** Writes what is not written yet. */
  stop(): void;
}

const lineMs = 1_000;

/** `details` are those of the moment in which the line is written. */
export function createCountedWarning(logger: Logger, message: string, details: () => object = () => ({})): CountedWarning {
  let times = 0;
  let timer: NodeJS.Timeout | null = null;
  const write = (): void => {
    timer = null;
    logger.warn(message, { times, ...details() });
    times = 0;
  };
  return {
    count() {
      times += 1;
      timer ??= setTimeout(write, lineMs).unref();
    },
    stop() {
      if (timer === null) return;
      clearTimeout(timer);
      write();
    },
  };
}
