// Who calls whom: each pair has a key of its own (ADR 0001).

export type ServicePair = readonly [caller: string, callee: string];

/** Subgraphs that ask others to answer a request. */
export const siblingCalls: readonly ServicePair[] = [
  ['orders', 'accounts'],
  ['orders', 'catalog'],
  ['orders', 'inventory'],
  ['reviews', 'orders'],
];

/** Every pair among these subgraphs: the gateway asks all of them, some ask a sibling, and all bring audit entries to accounts. */
export function servicePairs(subgraphs: readonly string[]): readonly ServicePair[] {
  const asked = subgraphs.map((callee): ServicePair => ['gateway', callee]);
  const siblings = siblingCalls.filter((pair) => pair.every((name) => subgraphs.includes(name)));
  const audited = subgraphs
    .filter((caller) => caller !== 'accounts' && !siblings.some(([from, to]) => from === caller && to === 'accounts'))
    .map((caller): ServicePair => [caller, 'accounts']);
  return [...asked, ...siblings, ...audited];
}
