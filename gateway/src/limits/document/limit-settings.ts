// The limits on documents as settings: variables of the environment, and a group in the file of a gateway that stands alone.
import { z } from 'zod';
import { type DocumentLimit, type DocumentLimits, documentLimitNames, documentLimits, limitsBy } from './document-limits.ts';

type SettingName = (typeof documentLimits)[DocumentLimit]['setting'];

const settingOf = (limit: DocumentLimit) => {
  const { min, max, default: fallback, description } = documentLimits[limit];
  const schema = z.coerce
    .number('is not a number')
    .int('is not a whole number')
    .min(min, `is at least ${min}`)
    .max(max, `is at most ${max}`);
  return { schema, default: String(fallback), description };
};

/** For `defineSettings`: a whole number in bounds each, with its default. */
export const documentLimitSettings = Object.fromEntries(
  documentLimitNames.map((limit) => [documentLimits[limit].setting, settingOf(limit)]),
) as Record<SettingName, ReturnType<typeof settingOf>>; // one entry for each limit

/** The limits that those settings hold. */
export const documentLimitsOf = (values: Readonly<Record<SettingName, number>>): DocumentLimits =>
  limitsBy((limit) => values[documentLimits[limit].setting]);

/** The same in a settings file: `{ depth: 12 }`, defaults for the rest. */
export const documentLimitGroup = z
  .strictObject(
    limitsBy((limit) => {
      const { min, max, default: fallback } = documentLimits[limit];
      return z.int().min(min).max(max).default(fallback);
    }),
  )
  .prefault({});
