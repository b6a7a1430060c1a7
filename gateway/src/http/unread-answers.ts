// Answers that clients do not read: each has its time, and together they may fill so much memory. Then their connections are cut.
import type { ServerResponse } from 'node:http';
import type { Logger } from '@tributary/logging';
import { createCountedWarning } from './overload/counted-warning.ts';

export interface UnreadAnswers {
  /** To be called with an answer that was given away as a whole. What the connection has taken at once, as almost always, costs nothing here. */
  watch(response: ServerResponse): void;
  stop(): void;
}

export interface UnreadAnswersOptions {
  /** For one answer. */
  readonly timeoutMs: number;
  /** Of all answers; the oldest is cut first. */
  readonly maxBytes: number;
  readonly logger: Logger;
}

interface Unread {
  readonly bytes: number;
  readonly timer: NodeJS.Timeout;
}

export function createUnreadAnswers({ timeoutMs, maxBytes, logger }: UnreadAnswersOptions): UnreadAnswers {
  const unread = new Map<ServerResponse, Unread>(); // in the order in which they were given
  let bytes = 0;
  const warning = createCountedWarning(logger, 'answers were cut: clients did not read them');
  const forget = (response: ServerResponse): void => {
    const entry = unread.get(response);
    if (entry === undefined) return;
    unread.delete(response);
    clearTimeout(entry.timer);
    bytes -= entry.bytes;
  };
  const cut = (response: ServerResponse): void => {
    forget(response);
    warning.count();
    response.destroy();
  };
  return {
    watch(response) {
      const length = response.writableLength;
      if (length === 0 || response.destroyed || response.writableFinished) return;
      const entry = { bytes: length, timer: setTimeout(cut, timeoutMs, response).unref() };
      unread.set(response, entry);
      bytes += length;
      response.once('close', () => forget(response));
      for (const [oldest] of unread) {
        if (bytes <= maxBytes) break;
        cut(oldest);
      }
    },
    stop: warning.stop,
  };
}
