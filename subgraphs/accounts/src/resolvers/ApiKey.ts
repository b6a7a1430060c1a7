// Fields of ApiKey.
import { AppError } from '@tributary/errors';
import type { ApiKeyResolvers } from '../generated/schema.ts';

const maxDays = 366;

export const ApiKey: ApiKeyResolvers = {
  id: ({ id }) => String(id),
  usage: ({ id }, { days }, { loaders }) => {
    const span = days ?? 30;
    if (span < 1 || span > maxDays) throw new AppError('BAD_USER_INPUT', `Ask for 1 to ${maxDays} days, not ${span}.`);
    return loaders.usageByApiKeyId.load({ apiKeyId: id, days: span });
  },
};
