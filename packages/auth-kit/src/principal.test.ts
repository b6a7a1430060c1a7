// Principals and scopes.
import { describe, expect, it } from 'vitest';
import { anonymous, hasScope, type Principal, subjectOf } from './principal.ts';
import { isRole, scopes, scopesOfRole } from './scopes.ts';

const user: Principal = {
  kind: 'user',
  userId: '1',
  role: 'SALES',
  scopes: ['orders:read'],
  customerId: null,
  employeeId: '1',
  sessionId: 's',
  apiKeyId: null,
};

describe('principals', () => {
  it('hold the scopes of their credential, not those of their role', () => {
    expect([hasScope(user, 'orders:read'), hasScope(user, 'employees:read'), hasScope(anonymous, 'orders:read')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(hasScope({ kind: 'service', service: 'orders' }, 'orders:read')).toBe(false);
  });

  it('are different subjects', () => {
    const subjects = [
      anonymous,
      user,
      { kind: 'client', clientId: '1', scopes: [], customerId: null },
      { kind: 'service', service: '1' },
    ] as const;
    expect(subjects.map(subjectOf)).toEqual(['anonymous', 'user:1', 'client:1', 'service:1']);
  });
});

describe('roles', () => {
  it('each hold what the one before holds', () => {
    expect(scopesOfRole('ADMIN')).toEqual(scopes);
    expect(scopesOfRole('SALES')).toEqual(expect.arrayContaining([...scopesOfRole('CUSTOMER')]));
    expect(scopesOfRole('CUSTOMER')).toHaveLength(5);
    expect([isRole('SALES'), isRole('sales'), isRole(null)]).toEqual([true, false, false]);
  });
});
