// What the planner is told of limits, and what is made of a kill: counted against its client, and logged.
import type { PlannerLimits } from '@tributary/executor';
import type { Logger } from '@tributary/logging';
import { createPlanningPenalties } from './planning-penalties.ts';
import type { PlanningConfig } from './planning-settings.ts';

const maxNameLength = 100;

/** For the planners of all generations: a client's kills are counted over reloads. */
export function createPlanningLimits({ maxKills, ...limits }: PlanningConfig, logger: Logger): PlannerLimits {
  const { refusalMs } = limits;
  const penalties = createPlanningPenalties({ maxKills, refusalMs, now: () => performance.now() });
  return {
    ...limits,
    admit: penalties.assertAllowed,
    onKilled({ client, documentHash, operationName, reason }) {
      penalties.count(client);
      logger.warn('an operation took too much to plan', { documentHash, operationName: operationName?.slice(0, maxNameLength), reason });
    },
  };
}
