// What happens to a gateway in its life, under load: its supergraph is replaced again and again, and it is told to stop. No request notices.
import { readFileSync, writeFileSync } from 'node:fs';
import { until } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';
import { startRig } from './rig.ts';

const swaps = Number(process.env['OVERLOAD_SWAPS'] ?? 20);
const addresses = ['127.0.0.1'];

describe('under load', () => {
  it(`${swaps} new supergraphs fail nothing`, { timeout: 60_000 + swaps * 2_000 }, async () => {
    const { gateway, run, stop } = await startRig();
    const served = () => gateway.logged('a new supergraph is served').length;
    const original = readFileSync(gateway.supergraphFile, 'utf8');
    let isOver = false;
    const loads = (async () => {
      const reports = [];
      while (!isOver) reports.push(await run({ seconds: 3, arrivals: { perSecond: 100 }, addresses }));
      return reports;
    })();
    for (let swap = 1; swap <= swaps; swap++) {
      writeFileSync(gateway.supergraphFile, `${original}\n# ${swap}\n`);
      await until(`supergraph ${swap} is served`, () => served() >= swap);
    }
    isOver = true;
    for (const { sent, right, refused, wrong } of await loads)
      expect({ right: right.count, refused: refused.count, wrong }).toEqual({ right: sent, refused: 0, wrong: {} });
    await stop();
  });

  it('SIGTERM fails nothing', async () => {
    const { gateway, run, stop } = await startRig({ drainDelayMs: 500 });
    const load = run({ seconds: 20, arrivals: { inFlight: 16 }, addresses });
    await until('there is load', () => gateway.logged('request').length > 100);
    await stop();
    const { sent, right, refused, wrong } = await load;
    expect({ right: right.count, refused: refused.count, wrong }).toEqual({ right: sent, refused: 0, wrong: {} });
    expect(sent).toBeGreaterThan(100);
  });
});
