// Who asks in the matrix: one of each role, a key, a client, services, and nobody.
import type { Principal, Scope } from '@tributary/auth-kit';
import { adminUserId, loadNorthwind, userIdOfCustomer, userIdOfEmployee } from '@tributary/northwind';
import { type RoleName, scopesByRole } from './scopes.ts';

export interface Caller {
  readonly name: string;
  readonly kind: 'anonymous' | 'user' | 'client' | 'service';
  readonly scopes: readonly string[];
  readonly role: RoleName | null;
  readonly userId: string | null;
  readonly customerId: string | null;
  readonly employeeId: string | null;
  /** How a person signs in; null for those who do not. */
  readonly email: string | null;
}

/** The company that CUSTOMER, the key and the client act for, and another one. */
export const companies = { own: 'ALFKI', foreign: 'ANATR' } as const;

export const buyerOf = (company: string): string =>
  userIdOfCustomer(
    0,
    loadNorthwind().customers.findIndex(({ id }) => id === company),
  );
export const emailOfBuyer = (company: string): string => `${company.toLowerCase()}@customers.northwind.test`;

const nobody = { role: null, userId: null, customerId: null, employeeId: null, email: null, scopes: [] } as const;
const staff = (role: RoleName, employeeId: number, email: string): Caller => ({
  ...nobody,
  name: role,
  kind: 'user',
  role,
  scopes: scopesByRole[role],
  userId: userIdOfEmployee(employeeId),
  employeeId: String(employeeId),
  email,
});

export const anonymous: Caller = { ...nobody, name: 'anonymous', kind: 'anonymous' };
export const customer: Caller = {
  ...nobody,
  name: 'CUSTOMER',
  kind: 'user',
  role: 'CUSTOMER',
  scopes: scopesByRole.CUSTOMER,
  userId: buyerOf(companies.own),
  customerId: companies.own,
  email: emailOfBuyer(companies.own),
};
/** Looks after the orders of ALFKI, and after none that ANATR places. */
export const sales = staff('SALES', 3, 'janet.leverling@northwind.test');
export const manager = staff('MANAGER', 2, 'andrew.fuller@northwind.test');
export const admin: Caller = { ...staff('ADMIN', 0, 'admin@northwind.test'), userId: adminUserId, employeeId: null };
/** The buyer of the foreign company: places its orders and writes its reviews, and asks nothing. */
export const stranger: Caller = {
  ...customer,
  name: 'stranger',
  userId: buyerOf(companies.foreign),
  customerId: companies.foreign,
  email: emailOfBuyer(companies.foreign),
};
const keyWith = (...scopes: readonly string[]): Caller => ({ ...customer, name: `key ${scopes.join(' ')}`, scopes, email: null });
/** Two keys of the same person: what one of them may, the other may not. */
export const keys: readonly Caller[] = [keyWith('customers:read', 'reviews:write'), keyWith('orders:read')];
export const client: Caller = {
  ...nobody,
  name: 'client',
  kind: 'client',
  scopes: ['customers:read', 'orders:read'],
  customerId: companies.own,
};
export const service = (name: string): Caller => ({ ...nobody, name: `service ${name}`, kind: 'service' });
export const services: readonly Caller[] = ['gateway', 'orders', 'reviews'].map(service);

export const people: readonly Caller[] = [customer, sales, manager, admin];

/** As the gateway would tell a subgraph of the caller. */
export function principalOf({ name, kind, role, scopes, userId, customerId, employeeId, email }: Caller): Principal {
  const held = scopes as readonly Scope[]; // the table of scopes names only what exists, or the test fails
  if (kind === 'anonymous') return { kind };
  if (kind === 'service') return { kind, service: name.slice('service '.length) };
  if (kind === 'client') return { kind, clientId: 'matrix', scopes: held, customerId };
  const credential = email === null ? { sessionId: null, apiKeyId: '1' } : { sessionId: `session of ${name}`, apiKeyId: null };
  return { kind, userId: userId ?? '', role: role ?? 'CUSTOMER', scopes: held, customerId, employeeId, ...credential };
}
