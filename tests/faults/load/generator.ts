// The load's own process: sends at a constant arrival rate, judges every answer, and reports to the process that started it.

import { startArrivals } from './arrivals.ts';
import { createLoadClient, type Exchange, type LoadClient } from './client.ts';
import { type Operation, schedule } from './operations.ts';
import type { Command, LoadPlan, LoadResult, Report, Sample } from './protocol.ts';
import { createReadyGateways } from './ready-gateways.ts';
import { percentile } from './statistics.ts';

const now = (): number => performance.timeOrigin + performance.now();
const report = (message: Report): void => void process.send?.(message);
const maxEvidence = 3;

function startLoad({ keyPrefix, perSecond }: LoadPlan, client: LoadClient) {
  const samples: Sample[] = [];
  const evidence: string[] = [];
  const late: number[] = [];
  const keys = { done: [] as string[], unknown: [] as string[], refused: [] as string[] };
  /** When each was due, the oldest first. */
  const underWay = new Map<Promise<void>, number>();
  let sent = 0;
  let atATime = 0;
  let right = 0;
  let notRightDueAt = 0;

  const note = (operation: Operation, key: string, dueAt: number, { verdict, evidence: tell }: Exchange): void => {
    const { kind } = verdict;
    const reason = 'code' in verdict ? verdict.code : 'why' in verdict ? verdict.why : null;
    samples.push({ operation: operation.name, dueAt, ms: now() - dueAt, verdict: kind, reason });
    if (kind === 'right') right += 1;
    else notRightDueAt = Math.max(notRightDueAt, dueAt);
    if ((kind === 'wrong' || kind === 'failed') && evidence.length < maxEvidence) evidence.push(tell());
    if (operation.isMutation === true) keys[kind === 'right' ? 'done' : kind === 'refused' ? 'refused' : 'unknown'].push(key);
  };
  const send = (dueAt: number): void => {
    const operation = schedule[sent % schedule.length];
    if (operation === undefined) return;
    sent += 1;
    const key = `${keyPrefix}-${sent}`;
    late.push(now() - dueAt);
    const exchange: Promise<void> = client.ask(operation, key).then((told) => {
      underWay.delete(exchange);
      note(operation, key, dueAt, told);
      if (underWay.size < atATime) send(now());
    });
    underWay.set(exchange, dueAt);
  };
  const arrivals = startArrivals(now, send);
  arrivals.rate(perSecond);
  return {
    rate(next: number) {
      atATime = 0;
      arrivals.rate(next);
    },
    saturate(requests: number) {
      arrivals.rate(0);
      atATime = requests;
      while (underWay.size < atATime) send(now());
    },
    look: () => report({ kind: 'seen', right, notRightDueAt, waitingDueAt: underWay.values().next().value ?? null }),
    async end(): Promise<LoadResult> {
      atATime = 0;
      arrivals.rate(0);
      await Promise.all(underWay.keys());
      return { samples, evidence, keys, lateMs: { p99: percentile(late, 0.99), max: percentile(late, 1) } };
    },
  };
}

let load: ReturnType<typeof startLoad> | null = null;
let stop = async (): Promise<void> => undefined;

async function obey(command: Command): Promise<void> {
  if (command.kind === 'begin') {
    const gateways = createReadyGateways(command.plan.gateways);
    const client = createLoadClient(command.plan, gateways);
    stop = async () => {
      gateways.stop();
      await client.close();
    };
    await client.record(`${command.plan.keyPrefix}-recorded`);
    load = startLoad(command.plan, client);
    report({ kind: 'begun' });
  } else if (command.kind === 'rate') load?.rate(command.perSecond);
  else if (command.kind === 'saturate') load?.saturate(command.atATime);
  else if (command.kind === 'look') load?.look();
  else if (load !== null) {
    report({ kind: 'ended', result: await load.end() });
    await stop();
  }
}

// Not before: what was said last may still be on its way.
process.on('disconnect', () => process.exit(0));
process.on('message', (command: Command) => void obey(command));
