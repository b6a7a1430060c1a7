// Five times the load that the gateway can serve: it serves nearly as much as before, refuses the rest at once, and recovers by itself.
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadReport, Times } from './load.ts';
import { type Rig, startRig } from './rig.ts';

/** The long form, by OVERLOAD_SECONDS, is for figures: the short one is bounded loosely, for whoever shares the machine is in it too. */
const seconds = Number(process.env['OVERLOAD_SECONDS'] ?? 3);
const one = ['127.0.0.1'];
const heavy = ['127.0.0.2'];
const light = Array.from({ length: 20 }, (_, number) => `127.0.1.${number + 1}`);

let rig: Rig;
/** Right answers a second when as many requests are in flight as keep the gateway busy; and what one costs it. */
let knee: { readonly goodput: number; readonly cpuMs: number };

async function measured(load: Parameters<Rig['run']>[0]): Promise<LoadReport & { readonly cpuMs: number }> {
  const before = rig.cpuMs();
  const report = await rig.run(load);
  return { ...report, cpuMs: (rig.cpuMs() - before) / Math.max(1, report.right.count) };
}

const say = (what: string, figures: object): void => void process.stdout.write(`${what}: ${JSON.stringify(figures)}\n`);
const shown = ({ p50, p99, max }: Times): string => `${p50} / ${p99} / ${max} ms`;
const showing = ({ sent, goodput, right, refused, partial }: LoadReport): object => ({
  ...{ sent, goodput, right: shown(right) },
  ...{ refused: refused.count, refusedIn: shown(refused), partial },
});

beforeAll(
  async () => {
    rig = await startRig();
    await rig.run({ seconds: 2, arrivals: { inFlight: 32 }, addresses: one });
    knee = await measured({ seconds, arrivals: { inFlight: 32 }, addresses: one });
    say('knee', { goodput: knee.goodput, cpuMs: knee.cpuMs });
  },
  60_000 + seconds * 1_000,
);
afterAll(() => rig.stop());

describe('five times the load', () => {
  it('costs little of what is served, is refused with a code, and leaves health alone', async () => {
    const health: { readonly status: number; readonly ms: number }[] = [];
    let isOver = false;
    const running = measured({ seconds, arrivals: { perSecond: knee.goodput * 5 }, addresses: one }).finally(() => {
      isOver = true;
    });
    for (let path = '/livez'; !isOver; path = path === '/livez' ? '/readyz' : '/livez') {
      const startedAt = performance.now();
      const { statusCode, body } = await request(new URL(path, rig.gateway.url));
      await body.dump();
      health.push({ status: statusCode, ms: performance.now() - startedAt });
    }
    const report = await running;
    const times = health.map(({ ms }) => ms).toSorted((a, b) => a - b);
    say('5x', {
      ...showing(report),
      ofKnee: report.goodput / knee.goodput,
      ofKneeByCpu: knee.cpuMs / report.cpuMs,
      healthP99: times[Math.floor(times.length * 0.99)],
    });
    expect(report.wrong).toEqual({});
    expect(report.refused.count).toBeGreaterThan(report.sent / 5);
    expect(knee.cpuMs / report.cpuMs).toBeGreaterThan(0.25);
    expect(new Set(health.map(({ status }) => status))).toEqual(new Set([200]));
    expect(rig.gateway.lines.filter(({ message }) => message.startsWith('overloaded')).length).toBeLessThan(seconds + 10);
  });

  it('is over when it is over', async () => {
    const report = await measured({ seconds, arrivals: { perSecond: knee.goodput / 4 }, addresses: one });
    say('a quarter, afterwards', showing(report));
    expect(report.wrong).toEqual({});
    expect(report.right.count).toBeGreaterThan(report.sent * 0.95);
  });

  it('by one client leaves places for those who ask for little', async () => {
    const calm = await measured({ seconds, arrivals: { perSecond: light.length }, addresses: light });
    const [beside, refused] = await Promise.all([
      rig.run({ seconds, arrivals: { perSecond: light.length }, addresses: light }),
      rig.run({ seconds: seconds + 1, arrivals: { perSecond: knee.goodput * 5 }, addresses: heavy }),
    ]);
    say('20 light ones alone', showing(calm));
    say('20 light ones beside a heavy one', showing(beside));
    expect([calm.wrong, beside.wrong, refused.wrong]).toEqual([{}, {}, {}]);
    expect([calm.refused.count, beside.refused.count]).toEqual([0, 0]);
    expect(refused.refused.count).toBeGreaterThan(refused.sent / 5);
  });
});
