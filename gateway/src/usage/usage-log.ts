// What the log is told of usage recording: once when something begins to fail, and once when it works again.
import type { Logger } from '@tributary/logging';
import type { UsageWindow } from './usage-window.ts';

export interface UsageLog {
  written(): void;
  failed(error: unknown): void;
  /** Executions of a window that could not be written for too long. */
  lost(executions: number): void;
  /** That a window is too small, if it is. */
  missed(window: UsageWindow): void;
}

export function createUsageLog(logger: Logger, folder: string): UsageLog {
  const told = new WeakSet<UsageWindow>();
  let isFailing = false;
  return {
    written() {
      if (isFailing) logger.info('usage is written again', { folder });
      isFailing = false;
    },
    failed(error) {
      if (!isFailing) logger.error('usage cannot be written; it is kept in memory for a while', { folder, error });
      isFailing = true;
    },
    lost: (executions) => logger.error('usage is lost: it could not be written', { folder, executions }),
    missed(window) {
      if (window.missed === 0 || told.has(window)) return;
      told.add(window);
      logger.warn('there are more operations than USAGE_MAX_OPERATIONS; the snapshot says how many executions it misses', { folder });
    },
  };
}
