// Sessions while the provider is away, and those that fit no cookie.
import { createLogger } from '@tributary/logging';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createBrowserSessions } from './browser-sessions.ts';
import { createSeal } from './seal.ts';

const keys = [new Uint8Array(32).fill(7)] as const;
const nowhere = 'http://127.0.0.1:1'; // nothing listens on port 1
const start = Date.UTC(2026, 0, 1);

function sessionsAt(clock: { now: number }) {
  const config = {
    issuer: nowhere,
    origin: 'https://shop.example',
    clientId: 'gateway',
    clientSecret: 's'.repeat(32),
    scope: 'openid',
    keys,
  };
  return createBrowserSessions(config, createLogger({ service: 'gateway', level: 'silent' }), () => clock.now);
}

/** As a gateway sealed it at the start, with an access token of a minute. */
async function sealedSession({ refreshToken = 'refresh' }: { refreshToken?: string | null } = {}): Promise<string> {
  const schema = z.object({ accessToken: z.string(), refreshToken: z.string().nullable(), accessUntil: z.number() });
  const seal = createSeal({ kind: 'session', schema, keys, now: () => start });
  return seal.seal({ accessToken: 'access', refreshToken, accessUntil: start + 60_000 }, start + 3_600_000);
}

describe('a session, while the provider is away', () => {
  it('needs nobody before its access token is about to end', async () => {
    const { accessToken, renewed } = await sessionsAt({ now: start }).open(await sealedSession());
    expect([accessToken, renewed]).toEqual(['access', null]);
  });

  it('goes on with its access token to the end of that, and no longer', async () => {
    const clock = { now: start + 59_999 };
    const sessions = sessionsAt(clock);
    expect((await sessions.open(await sealedSession())).accessToken).toBe('access');
    clock.now += 1;
    await expect(sessions.open(await sealedSession())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});

it('a session without a refresh token is over when its access token is about to end', async () => {
  const kept = await sealedSession({ refreshToken: null });
  await expect(sessionsAt({ now: start + 45_000 }).open(kept)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

it('a session is over when its time is, whatever it holds', async () => {
  await expect(sessionsAt({ now: start + 3_600_000 }).open(await sealedSession())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});
