// Waiting for what must become true.
import { setTimeout as wait } from 'node:timers/promises';

/** Asks until the check gives something, and gives that. @throws {Error} naming what did not come, after the time. */
export async function until<Found>(
  what: string,
  check: () => Promise<Found | null | undefined | false> | Found | null | undefined | false,
  timeoutMs = 20_000,
): Promise<Found> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await check();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`It did not come within ${timeoutMs / 1000} s: ${what}.`);
    await wait(50);
  }
}
