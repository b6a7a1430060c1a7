// Who calls whom: each pair has a key of its own (ADR 0001).

type Pairs = readonly (readonly [caller: string, callee: string])[];

export const serviceCalls = [
  ['gateway', 'accounts'],
  ['gateway', 'catalog'],
  ['gateway', 'inventory'],
  ['gateway', 'orders'],
  ['gateway', 'reviews'],
  ['orders', 'accounts'],
  ['orders', 'catalog'],
  ['orders', 'inventory'],
  ['reviews', 'orders'],
] as const satisfies Pairs;

/** Who else brings entries to the audit trail; no request waits for that. */
export const auditCalls = [
  ['catalog', 'accounts'],
  ['inventory', 'accounts'],
  ['reviews', 'accounts'],
] as const satisfies Pairs;
