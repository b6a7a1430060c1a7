// The limit on cost as settings: variables of the environment, and a group in the file of a gateway that stands alone.
import { z } from 'zod';

export interface CostSettings {
  /** The most that one operation may cost. */
  readonly maximum: number;
  /** Items of a list of which the schema says nothing. */
  readonly defaultListSize: number;
}

const bounds = { maximum: { min: 1, max: 1_000_000_000, default: 50_000 }, defaultListSize: { min: 0, max: 10_000, default: 10 } };

const settingOf = ({ min, max, default: fallback }: (typeof bounds)['maximum'], description: string) => {
  const number = z.coerce.number('is not a number').int('is not a whole number');
  return { schema: number.min(min, `is at least ${min}`).max(max, `is at most ${max}`), default: String(fallback), description };
};

/** For `defineSettings`. */
export const costSettings = {
  MAX_COST: settingOf(bounds.maximum, 'Most that an operation may cost, estimated by its fields and page sizes (packages/static-cost).'),
  DEFAULT_LIST_SIZE: settingOf(bounds.defaultListSize, 'Items that cost assumes of a list without `@listSize`.'),
};

const inFile = ({ min, max, default: fallback }: (typeof bounds)['maximum']) => z.int().min(min).max(max).default(fallback);

/** The same in a settings file. */
export const costLimitGroup = z
  .strictObject({ maximum: inFile(bounds.maximum), defaultListSize: inFile(bounds.defaultListSize) })
  .prefault({});
