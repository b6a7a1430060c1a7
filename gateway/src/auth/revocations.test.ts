// How long what is known of revocations counts, once nobody tells what is new.
import { anonymous, type Principal } from '@tributary/auth-kit';
import { createLogger } from '@tributary/logging';
import { expect, it } from 'vitest';
import { createRevocations } from './revocations.ts';

const client: Principal = { kind: 'client', clientId: 'erp', scopes: [], customerId: null };

it('is five seconds for writes and a minute for reads, of everybody with a credential', async () => {
  let nowMs = 1_000_000;
  const accounts = { ask: async <T>() => ({ internalRevocations: { cursor: '1', entries: [] } }) as T }; // what it is asked for
  const logger = createLogger({ service: 'gateway', level: 'silent' });
  const revocations = createRevocations({ accounts, redisUrl: null, logger, now: () => nowMs });
  const refused = (principal: Principal) =>
    (['mutation', 'query'] as const).filter((kind) => {
      try {
        revocations.assertFresh(principal, kind);
        return false;
      } catch (error) {
        expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
        return true;
      }
    });
  expect(refused(client)).toEqual(['mutation', 'query']); // nothing was read yet
  await revocations.firstRead;
  await revocations.stop();
  const after: Record<number, string[]> = {};
  for (const seconds of [0, 5, 5.001, 60, 60.001]) {
    nowMs = 1_000_000 + seconds * 1_000;
    after[seconds] = refused(client);
  }
  expect(after).toEqual({ 0: [], 5: [], 5.001: ['mutation'], 60: ['mutation'], 60.001: ['mutation', 'query'] });
  expect(refused(anonymous)).toEqual([]);
});
