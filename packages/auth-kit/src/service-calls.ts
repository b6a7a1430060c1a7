// Who calls whom: each pair has a key of its own (ADR 0001).

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
] as const satisfies readonly (readonly [caller: string, callee: string])[];
