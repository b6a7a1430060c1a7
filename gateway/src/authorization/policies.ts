// The policies of this gateway: what `@policy` may name, as facts about the caller. What is not here denies.
import type { Policies } from './authorization.ts';

export const policies: Policies = {};
