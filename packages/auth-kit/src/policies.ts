// The policies: what `@policy` may name, as facts about the caller. One table, for the gateway and for every subgraph.
import type { Principal } from './principal.ts';

/** Facts about a signed-in caller by their names. Pure: what they say is kept for as long as the credential is known. */
export type Policies = Readonly<Record<string, (principal: Principal) => boolean>>;

export const policies: Policies = {};
