// Who is held to account for what planning takes.
import { anonymous } from '@tributary/auth-kit';
import { expect, it } from 'vitest';
import { planningClientOf } from './planning-client.ts';

it.each([
  ['10.0.0.1', 'address:10.0.0.1'],
  ['2001:db8:1:2:3:4:5:6', 'address:2001:db8:1:2::/64'],
  [null, 'address:'],
])('a stranger at %s is %s', (address, client) => {
  expect(planningClientOf(anonymous, { agent: null, address })).toBe(client);
});

it('whoever has signed in is known by name, wherever', () => {
  const principal = { kind: 'client', clientId: '7', scopes: [], customerId: null } as const;
  expect(planningClientOf(principal, { agent: null, address: '10.0.0.1' })).toBe('client:7');
});
