// Which services have a key for which.
import { expect, it } from 'vitest';
import { servicePairs } from './service-calls.ts';

it('the gateway has a key for every subgraph, every subgraph one for the audit trail, and nobody two for one', () => {
  const pairs = servicePairs(['accounts', 'orders', 'shipping']);
  expect(pairs.map(String).toSorted()).toEqual(
    ['gateway,accounts', 'gateway,orders', 'gateway,shipping', 'orders,accounts', 'shipping,accounts'].toSorted(),
  );
});
