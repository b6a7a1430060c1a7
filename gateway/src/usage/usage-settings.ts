// Whether and how usage is recorded, as settings: variables of the environment, and a group in the file of a gateway that stands alone.
import { z } from 'zod';

export interface UsageConfig {
  /** In which each process writes files of its own. */
  readonly folder: string;
  readonly windowMinutes: number;
  readonly flushSeconds: number;
  /** Of one window. */
  readonly maxOperations: number;
  readonly retentionDays: number;
}

const settingOf = {
  windowMinutes: {
    setting: 'USAGE_WINDOW_MINUTES',
    ...{ default: 60, min: 1, max: 1_440 },
    description: 'How long a usage snapshot counts, in minutes, before the next one begins.',
  },
  flushSeconds: {
    setting: 'USAGE_FLUSH_SECONDS',
    ...{ default: 60, min: 1, max: 3_600 },
    description: 'How often the snapshot is written, in seconds: as much is lost when the process is killed.',
  },
  maxOperations: {
    setting: 'USAGE_MAX_OPERATIONS',
    ...{ default: 5_000, min: 1, max: 100_000 },
    description: 'Most operations of a snapshot, literals not counted; executions of more are counted, and told as missed.',
  },
  retentionDays: {
    setting: 'USAGE_RETENTION_DAYS',
    ...{ default: 30, min: 1, max: 3_650 },
    description: 'After how many days snapshots are removed, whichever process has written them.',
  },
} as const;

type Name = keyof typeof settingOf;
type SettingName = (typeof settingOf)[Name]['setting'];

const names = Object.keys(settingOf) as readonly Name[]; // the keys of a literal

const by = <Value>(settle: (name: Name) => Value): Record<Name, Value> =>
  Object.fromEntries(names.map((name) => [name, settle(name)])) as Record<Name, Value>; // one entry for each name

const variableOf = (name: Name) => {
  const { min, max, default: fallback, description } = settingOf[name];
  const schema = z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(min, `is at least ${min}`)
    .max(max, `is at most ${max}`);
  return { schema, default: String(fallback), description };
};

/** For `defineSettings`. */
export const usageSettings = {
  USAGE_FOLDER: {
    schema: z.string().optional(),
    description: 'Folder for usage snapshots: docs/usage.md. Without it nothing is recorded.',
  },
  ...(Object.fromEntries(names.map((name) => [settingOf[name].setting, variableOf(name)])) as Record<
    SettingName,
    ReturnType<typeof variableOf>
  >), // one entry for each name
};

/** What those settings hold; null: nothing is recorded. */
export const usageConfigOf = (
  values: Readonly<Record<SettingName, number>> & { readonly USAGE_FOLDER?: string | undefined },
): UsageConfig | null =>
  values.USAGE_FOLDER === undefined ? null : { folder: values.USAGE_FOLDER, ...by((name) => values[settingOf[name].setting]) };

/** The same in a settings file: `{ folder: usage }`, defaults for the rest. */
export const usageGroup = z.strictObject({
  folder: z.string().min(1, 'is empty'),
  ...by((name) => {
    const { min, max, default: fallback } = settingOf[name];
    return z.int().min(min).max(max).default(fallback);
  }),
});
