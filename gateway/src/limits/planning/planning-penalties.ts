// Clients that had the planner killed several times: nothing is planned for them for a while, and for longer each further time.
import { AppError } from '@tributary/errors';

export interface PlanningPenalties {
  /** @throws {AppError} RATE_LIMITED, with `retryAfterSeconds`. */
  assertAllowed(client: string): void;
  /** The planner was killed for what this client asked. */
  count(client: string): void;
}

export interface PlanningPenaltiesOptions {
  /** The first refusal comes with so many kills. */
  readonly maxKills: number;
  /** How long that lasts; each further kill doubles it. */
  readonly refusalMs: number;
  /** Milliseconds since some moment; never goes back. */
  readonly now: () => number;
}

/** A kill is held against a client for so long after it, and after the refusal that came of it. */
const rememberedMs = 600_000;
const longestMs = 3_600_000;
/** Whoever was counted longest ago is forgotten first; each entry was paid for with a kill. */
const maxClients = 10_000;

interface Conduct {
  readonly kills: number;
  readonly refusedUntil: number;
  readonly forgottenAt: number;
}

export function createPlanningPenalties({ maxKills, refusalMs, now }: PlanningPenaltiesOptions): PlanningPenalties {
  const records = new Map<string, Conduct>();
  return {
    assertAllowed(client) {
      const leftMs = (records.get(client)?.refusedUntil ?? 0) - now();
      if (leftMs <= 0) return;
      const retryAfterSeconds = Math.ceil(leftMs / 1_000);
      throw new AppError('RATE_LIMITED', 'Too many operations were too complex to be planned.', { extensions: { retryAfterSeconds } });
    },
    count(client) {
      const before = records.get(client);
      const kills = before !== undefined && before.forgottenAt > now() ? before.kills + 1 : 1;
      const lastsMs = kills < maxKills ? 0 : Math.min(refusalMs * 2 ** (kills - maxKills), longestMs);
      const refusedUntil = now() + lastsMs;
      // A Map keeps the order of insertion.
      records.delete(client);
      records.set(client, { kills, refusedUntil, forgottenAt: refusedUntil + rememberedMs });
      const [oldest] = records.keys();
      if (records.size > maxClients && oldest !== undefined) records.delete(oldest);
    },
  };
}
