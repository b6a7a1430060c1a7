// Named steps of a command that spans services: a test can stop the world at each of them.
import { request } from 'undici';

/** Told that `step` was reached for `subject` (an order id); resolves when the work may go on. */
export type StepHook = (step: string, subject: string) => Promise<void>;

/** Without an address the hook does nothing; with one it waits for the answer of a POST, so that the test decides what dies first. */
export function createStepHook(url: string | null): StepHook {
  if (url === null) return async () => undefined;
  return async (step, subject) => {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ step, subject, pid: process.pid }),
    });
    await response.body.dump();
  };
}
