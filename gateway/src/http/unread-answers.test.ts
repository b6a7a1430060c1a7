// Answers that are given and not read.
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createLogger } from '@tributary/logging';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createUnreadAnswers } from './unread-answers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lines: string[] = [];
const logger = createLogger({ service: 'gateway', write: (line) => lines.push(line) });

/** As much of a response as is looked at. */
function createResponse(writableLength: number) {
  const response = Object.assign(new EventEmitter(), {
    writableLength,
    writableFinished: writableLength === 0,
    destroyed: false,
    destroy() {
      response.destroyed = true;
      response.emit('close');
    },
  });
  return { response: response as unknown as ServerResponse, isCut: () => response.destroyed, read: () => response.emit('close') }; // see above
}

describe('an answer that is not read', () => {
  it('is cut when its time is over, and one that is read is not', () => {
    const unread = createUnreadAnswers({ timeoutMs: 1_000, maxBytes: 1_000, logger });
    const [stuck, slow, taken] = [createResponse(10), createResponse(10), createResponse(0)];
    for (const { response } of [stuck, slow, taken]) unread.watch(response);
    vi.advanceTimersByTime(999);
    slow.read();
    vi.advanceTimersByTime(2);
    expect([stuck, slow, taken].map((one) => one.isCut())).toEqual([true, false, false]);
    unread.stop();
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 'warn', times: 1 }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is cut before younger ones when all of them are too much', () => {
    const unread = createUnreadAnswers({ timeoutMs: 1_000, maxBytes: 100, logger });
    const answers = [60, 30, 30, 80].map(createResponse);
    const cutAfter = answers.map(({ response }) => {
      unread.watch(response);
      return answers.map(({ isCut }) => Number(isCut())).join('');
    });
    expect(cutAfter).toEqual(['0000', '0000', '1000', '1110']);
    unread.stop();
  });
});
