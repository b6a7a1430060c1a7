// What a principal lacks of what a graph asks for.
import { anonymous, type Policies, type Principal, type Scope } from '@tributary/auth-kit';
import type { Requirement, Requirements } from '@tributary/executor';
import { expect, it } from 'vitest';
import { createUnmetBy } from './authorization.ts';

const user = (...scopes: Scope[]): Principal => ({
  kind: 'user',
  userId: '11',
  role: 'SALES',
  scopes,
  customerId: null,
  employeeId: '3',
  sessionId: 's',
  apiKeyId: null,
});
const client: Principal = { kind: 'client', clientId: 'c', scopes: ['orders:read'], customerId: null };
const service: Principal = { kind: 'service', service: 'orders' };

const policies: Policies = {
  staff: (principal) => principal.kind === 'user' && principal.employeeId !== null,
  never: () => false,
};

function lacks(requirement: Requirement, principal: Principal): boolean {
  const requirements: Requirements = { distinct: [requirement], asked: new Map() };
  return createUnmetBy(requirements, policies)(principal).has(0);
}

const scopes = (...anyOf: string[][]): Requirement => ({ kind: 'scopes', anyOf });
const named = (...anyOf: string[][]): Requirement => ({ kind: 'policies', anyOf });

it('@authenticated lacks strangers and services only', () => {
  expect([anonymous, service, user(), client].map((principal) => lacks({ kind: 'authenticated' }, principal))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it('scopes are alternatives of sets, each of which is held as a whole', () => {
  const either = scopes(['orders:read', 'orders:write'], ['users:read']);
  expect([user('orders:read'), user('orders:write', 'orders:read'), user('users:read'), client].map((one) => lacks(either, one))).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

it('no alternative at all is for nobody, and an empty one for whoever is signed in', () => {
  expect(lacks(scopes(), user('users:read'))).toBe(true);
  expect([user(), anonymous].map((principal) => lacks(scopes([]), principal))).toEqual([false, true]);
});

it('a policy is what its function says, and denies where there is none, whatever its name', () => {
  expect([named(['staff']), named(['staff', 'never']), named(['never'], ['staff'])].map((one) => lacks(one, user()))).toEqual([
    false,
    true,
    false,
  ]);
  expect(['unknown', 'constructor', '__proto__'].map((name) => lacks(named([name]), user()))).toEqual([true, true, true]);
  expect([anonymous, service].map((principal) => lacks(named([]), principal))).toEqual([true, true]);
});

it('is found out once for a principal', () => {
  const asked: Principal[] = [];
  const counted: Policies = { counted: (principal) => asked.push(principal) > 0 };
  const unmetBy = createUnmetBy({ distinct: [named(['counted'])], asked: new Map() }, counted);
  const principal = user();
  expect(unmetBy(principal)).toBe(unmetBy(principal));
  expect(asked).toEqual([principal]);
});
