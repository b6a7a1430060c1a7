// What planning may take, as settings: variables of the environment, and a group in the file of a gateway that stands alone.
import { z } from 'zod';

export interface PlanningConfig {
  readonly budgetMs: number;
  readonly maxMemoryMb: number;
  readonly maxQueued: number;
  readonly maxWaitMs: number;
  readonly refusalMs: number;
  readonly maxKills: number;
}

interface Setting {
  /** The environment variable that sets it. */
  readonly setting: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly description: string;
}

const planningSettingOf = {
  budgetMs: {
    setting: 'PLANNING_BUDGET_MS',
    default: 1_000,
    min: 50,
    max: 60_000,
    description: "How long the planner may work on one operation, in milliseconds of its thread's own time.",
  },
  maxMemoryMb: {
    setting: 'PLANNING_MEMORY_MB',
    default: 256,
    min: 32,
    max: 2_048,
    description: 'How much memory it may take for that, in MB.',
  },
  maxQueued: {
    setting: 'PLANNING_MAX_QUEUED',
    default: 1_000,
    min: 1,
    max: 10_000,
    description: 'Most operations that wait for the planner.',
  },
  maxWaitMs: {
    setting: 'PLANNING_MAX_WAIT_MS',
    default: 10_000,
    min: 100,
    max: 60_000,
    description: 'How long one of them may wait, in milliseconds.',
  },
  refusalMs: {
    setting: 'PLANNING_REFUSAL_MS',
    default: 60_000,
    min: 1_000,
    max: 3_600_000,
    description:
      'How long an operation that took too much is refused, and a client with several of them; then twice as long, up to an hour.',
  },
  maxKills: {
    setting: 'PLANNING_MAX_KILLS',
    default: 3,
    min: 1,
    max: 1_000,
    description: 'So many operations of a client that took too much, within ten minutes each, are several.',
  },
} as const satisfies Record<keyof PlanningConfig, Setting>;

type PlanningSetting = keyof PlanningConfig;
type SettingName = (typeof planningSettingOf)[PlanningSetting]['setting'];

const names = Object.keys(planningSettingOf) as readonly PlanningSetting[]; // the keys of a literal

const settingOf = (name: PlanningSetting) => {
  const { min, max, default: fallback, description } = planningSettingOf[name];
  const schema = z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(min, `is at least ${min}`)
    .max(max, `is at most ${max}`);
  return { schema, default: String(fallback), description };
};

const by = <Value>(settle: (name: PlanningSetting) => Value): Record<PlanningSetting, Value> =>
  Object.fromEntries(names.map((name) => [name, settle(name)])) as Record<PlanningSetting, Value>; // one entry for each name

export const defaultPlanning: PlanningConfig = Object.freeze(by((name) => planningSettingOf[name].default));

/** For `defineSettings`. */
export const planningSettings = Object.fromEntries(names.map((name) => [planningSettingOf[name].setting, settingOf(name)])) as Record<
  SettingName,
  ReturnType<typeof settingOf>
>; // one entry for each name

/** What those settings hold. */
export const planningConfigOf = (values: Readonly<Record<SettingName, number>>): PlanningConfig =>
  by((name) => values[planningSettingOf[name].setting]);

/** The same in a settings file: `{ budgetMs: 500 }`, defaults for the rest. */
export const planningGroup = z
  .strictObject(
    by((name) => {
      const { min, max, default: fallback } = planningSettingOf[name];
      return z.int().min(min).max(max).default(fallback);
    }),
  )
  .prefault({});
