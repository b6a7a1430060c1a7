// Renews each refresh token once: who brings it while that is under way, or shortly after, gets the same outcome.

interface Renewal<Outcome> {
  readonly outcome: Promise<Outcome>;
  readonly until: number;
}

/**
 * Two tabs, and two requests of one tab, bring the token that was just spent; so does a browser that never got the answer to the request
 * that spent it. The provider forgives that for ten seconds, this memory a while longer. What fails is forgotten, and tried anew.
 */
const rememberedMs = 60_000;
const maxRemembered = 10_000;

export function createRenewals<Outcome>(
  renew: (refreshToken: string) => Promise<Outcome>,
  now: () => number,
): (refreshToken: string) => Promise<Outcome> {
  const known = new Map<string, Renewal<Outcome>>();
  const forgetOld = (): void => {
    // Map keeps the order of insertion, which is that of their ends.
    for (const [token, { until }] of known) {
      if (until > now() && known.size <= maxRemembered) return;
      known.delete(token);
    }
  };
  return (refreshToken) => {
    forgetOld();
    const remembered = known.get(refreshToken);
    if (remembered !== undefined) return remembered.outcome;
    const outcome = renew(refreshToken);
    known.set(refreshToken, { outcome, until: now() + rememberedMs });
    outcome.catch(() => known.delete(refreshToken));
    return outcome;
  };
}
