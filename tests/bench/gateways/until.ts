// Waiting for programs that have no way to tell when they are ready.
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunningProcess } from './processes.ts';

const betweenMs = 100;

/**
 * Asks again and again until the answer is yes; a question that fails counts as no.
 * @throws {Error} after `timeoutMs`, or at once when the process has ended; with the end of its log.
 */
export async function until(
  what: string,
  isSo: () => Promise<boolean>,
  { process: running, timeoutMs = 60_000 }: { readonly process: RunningProcess; readonly timeoutMs?: number },
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isSo().catch(() => false))) {
    const late = performance.now() > deadline;
    if (late || running.hasEnded())
      throw new Error(`Waiting until ${what}: ${late ? 'too long' : 'the process has ended'}.\n${tailOf(running)}`);
    await wait(betweenMs);
  }
}

function tailOf({ logFile }: RunningProcess): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-12).join('\n');
}
