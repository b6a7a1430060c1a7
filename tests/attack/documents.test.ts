// The corpus against the running system: what is hostile is refused on every way in, what is honest on none.
import { sharedSystem } from '@tributary/test-kit';
import { request } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { writtenOperations } from './corpus/honest.ts';
import { hostileDocuments } from './corpus/hostile.ts';
import { fitsGet, isKept, type Received, transports } from './send.ts';

const { url } = sharedSystem();
const refusedInMs: number[] = [];
const limitCodes = new Set(hostileDocuments.map(({ code }) => code));

/** How long a health check takes while work runs, at most, in milliseconds: the event loop answers it between everything else. */
async function longestStall(work: () => Promise<void>): Promise<number> {
  let isRunning = true;
  let longest = 0;
  const health = new URL('/livez', url);
  const look = async () => {
    while (isRunning) {
      const startedAt = performance.now();
      await (await request(health)).body.dump();
      longest = Math.max(longest, performance.now() - startedAt);
    }
  };
  const looking = look();
  await work();
  isRunning = false;
  await looking;
  return longest;
}

describe.each(['POST', 'GET', 'persisted query'] as const)('hostile documents by %s', (transport) => {
  const documents = hostileDocuments.filter(({ text }) => transport !== 'GET' || fitsGet(text));

  it(`are refused, all ${documents.length}`, async () => {
    const answers = new Map<string, Received>();
    const stall = await longestStall(async () => {
      for (const { name, text } of documents) answers.set(name, await transports[transport](url, text));
    });
    for (const { name, code } of documents) {
      const { status, code: answered, ms } = answers.get(name) ?? expect.fail(name);
      expect([name, status, answered]).toEqual([name, 400, code]);
      refusedInMs.push(ms);
    }
    process.stdout.write(`${transport}: ${documents.length} refused, the slowest health check beside them ${stall.toFixed(1)} ms\n`);
  });
});

it('no hostile document is kept under its hash', async () => {
  for (const { name, text } of hostileDocuments) expect([name, await isKept(url, text)]).toEqual([name, false]);
});

it('honest operations pass every limit', async () => {
  const operations = writtenOperations();
  expect(operations.length).toBeGreaterThanOrEqual(110);
  for (const { name, text } of operations) {
    const { code } = await transports.POST(url, text);
    expect([name, code !== null && limitCodes.has(code)]).toEqual([name, false]);
  }
});

afterAll(() => {
  const sorted = refusedInMs.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(1);
  process.stdout.write(`${sorted.length} refusals: half within ${at(0.5)} ms, 99 % within ${at(0.99)} ms, all within ${at(1)} ms\n`);
});
