// Who is charged by which rule, and how much.
import { anonymous, type Principal } from '@tributary/auth-kit';
import { describe, expect, it } from 'vitest';
import { createCharges } from './charges.ts';
import { rateRules } from './rate-rules.ts';

const rule = (name: string, more: object) => ({ name, limit: 10, ...more });
const charges = createCharges(
  rateRules.parse([
    rule('address', { by: 'address' }),
    rule('user', { by: 'user' }),
    rule('key', { by: 'key' }),
    rule('document', { by: 'operation' }),
    rule('cost', { by: 'user', count: 'cost' }),
    rule('attempts', { by: 'address', count: ['Mutation.signIn', 'Mutation.resetPassword'] }),
  ]),
);
const callerOf = (principal: Principal, requestsPerMinute: number | null = null) => ({ principal, requestsPerMinute });
const user = { kind: 'user', userId: '11', role: 'CUSTOMER', scopes: [], customerId: null, employeeId: null } as const;
const session = callerOf({ ...user, sessionId: 's', apiKeyId: null });
const apiKey = callerOf({ ...user, sessionId: null, apiKeyId: '5' }, 600);
const shown = (all: ReturnType<typeof charges.ofRequest>) => all.map(({ limit, key, amount }) => `${limit.name} ${key} ${amount}`);

describe('a request', () => {
  it.each([
    ['a stranger', callerOf(anonymous), ['address 192.0.2.1 1']],
    ['a session', session, ['address 192.0.2.1 1', 'user user:11 1']],
    ['an API key', apiKey, ['address 192.0.2.1 1', 'key 5 1', 'own 5 1']],
    ['a client', callerOf({ kind: 'client', clientId: '11', scopes: [], customerId: null }), ['address 192.0.2.1 1', 'user client:11 1']],
  ])('of %s is charged', (_who, caller, expected) => {
    expect(shown(charges.ofRequest(caller, '192.0.2.1'))).toEqual(expected);
  });

  it('from nowhere is charged to nobody', () => {
    expect([shown(charges.ofRequest(callerOf(anonymous), null)), charges.ofAddress(null)]).toEqual([[], []]);
  });

  it('by an API key is held to what that key was made with', () => {
    expect(charges.ofRequest(apiKey, null).at(-1)?.limit).toEqual({
      name: 'own',
      algorithm: 'sliding-window',
      quota: 600,
      windowSeconds: 60,
      capacity: 600,
    });
  });
});

describe('work', () => {
  const work = { text: '{ a }', operationName: null, cost: 2.5, instances: new Map<string, number>() };

  it('is charged by document, cost and instances of fields', () => {
    const instances = new Map([
      ['Mutation.signIn', 3],
      ['Mutation.resetPassword', 1],
    ]);
    const [first, ...others] = shown(charges.ofWork(session, '192.0.2.1', { ...work, instances }));
    expect(first).toMatch(/^document [\w-]{43} 1$/);
    expect(others).toEqual(['cost user:11 3', 'attempts 192.0.2.1 4']);
  });

  it('that is free, or runs none of the fields, is not charged for that', () => {
    expect(shown(charges.ofWork(session, '192.0.2.1', { ...work, cost: 0 }))).toEqual([expect.stringMatching(/^document /)]);
  });

  it('of another name is another operation', () => {
    const keys = [null, 'A', 'B'].map((operationName) => charges.ofWork(session, null, { ...work, operationName })[0]?.key);
    expect(new Set(keys).size).toBe(3);
  });
});
