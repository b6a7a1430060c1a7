// The load, seen from the process that starts and disturbs the system.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root, until } from '@tributary/test-kit';
import type { Command, LoadPlan, LoadResult, Report } from './protocol.ts';

export interface Load {
  /** From now on so many requests a second. */
  rate(perSecond: number): void;
  /** From now on so many requests under way at a time, as fast as they are answered. */
  saturate(atATime: number): void;
  /** How many have been answered right so far. */
  right(): Promise<number>;
  /** Ends when everything that was due in the last while was answered right. @throws {Error} after 30 s */
  allRight(forMs: number): Promise<void>;
  /** Sends nothing more, and ends when the last answer is there. */
  end(): Promise<LoadResult>;
}

/** The load's clock: milliseconds since the epoch. */
export const now = (): number => performance.timeOrigin + performance.now();

const patienceMs = 30_000;

/** Starts the load's process; ends when the first request is sent. @throws {Error} when the system does not answer as it should. */
export async function startLoad(plan: LoadPlan): Promise<Load> {
  const child = fork(join(root, 'tests/faults/load/generator.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const tell = (command: Command) => void child.send(command);
  const gone = once(child, 'exit').then(() => null);
  const hear = async <Kind extends Report['kind']>(kind: Kind): Promise<Extract<Report, { kind: Kind }>> => {
    for (;;) {
      const heard = await Promise.race([once(child, 'message') as Promise<[Report]>, gone]); // the generator sends nothing else
      if (heard === null) throw new Error('The load has ended by itself.');
      const [report] = heard;
      if (report.kind === kind) return report as Extract<Report, { kind: Kind }>; // as its kind says
    }
  };
  const seen = () => {
    tell({ kind: 'look' });
    return hear('seen');
  };
  tell({ kind: 'begin', plan });
  await hear('begun');
  return {
    rate: (perSecond) => tell({ kind: 'rate', perSecond }),
    saturate: (atATime) => tell({ kind: 'saturate', atATime }),
    right: async () => (await seen()).right,
    async allRight(forMs) {
      const since = now();
      const look = async () => {
        const { notRightDueAt, waitingDueAt } = await seen();
        const at = now();
        return at - Math.max(since, notRightDueAt) > forMs && at - (waitingDueAt ?? at) < forMs;
      };
      await until('every answer is right again', look, patienceMs);
    },
    async end() {
      tell({ kind: 'end' });
      const { result } = await hear('ended');
      child.disconnect();
      await gone;
      return result;
    },
  };
}
