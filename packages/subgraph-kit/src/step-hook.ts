// Named steps of a command that spans services: a test can stop the world at each of them.
import { ConfigError, defineSettings } from '@tributary/config';
import { request } from 'undici';
import { z } from 'zod';

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

export const stepHookSettings = defineSettings({
  STEP_HOOK_URL: {
    schema: z.url({ protocol: /^http$/, error: 'is not an http:// address' }).optional(),
    description: 'Tests only, refused in production: address that is asked before each named step of a command goes on.',
  },
});

/** Gives the address of the hook, if any. @throws {ConfigError} in production. */
export function stepHookOf(values: { readonly STEP_HOOK_URL: string | undefined; readonly NODE_ENV: string }): string | null {
  const url = values.STEP_HOOK_URL ?? null;
  if (url !== null && values.NODE_ENV === 'production')
    throw new ConfigError(['STEP_HOOK_URL: is for tests and not allowed in production']);
  return url;
}
