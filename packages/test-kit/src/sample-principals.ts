// The people of the sample data, as the gateway would tell of them.
import { anonymous, type Principal, scopesOfRole } from '@tributary/auth-kit';
import { adminUserId, loadNorthwind, userIdOfCustomer, userIdOfEmployee } from '@tributary/northwind';

const staff = { sales: { id: 1, role: 'SALES' }, manager: { id: 2, role: 'MANAGER' } } as const;

/**
 * `anonymous`, `sales` (Nancy Davolio), `manager` (Andrew Fuller), `admin`, a company's id such as `ALFKI` for its user, or the name of
 * a service that acts for itself.
 */
export function samplePrincipal(name: string, services: readonly string[]): Principal {
  if (name === 'anonymous') return anonymous;
  if (services.includes(name)) return { kind: 'service', service: name };
  const session = { kind: 'user', sessionId: `session of ${name}`, apiKeyId: null } as const;
  if (name === 'admin')
    return { ...session, userId: adminUserId, role: 'ADMIN', scopes: scopesOfRole('ADMIN'), customerId: null, employeeId: null };
  if (name === 'sales' || name === 'manager') {
    const { id, role } = staff[name];
    return { ...session, userId: userIdOfEmployee(id), role, scopes: scopesOfRole(role), customerId: null, employeeId: String(id) };
  }
  const index = loadNorthwind().customers.findIndex(({ id }) => id === name);
  if (index === -1) throw new Error(`The sample data knows no "${name}".`);
  return {
    ...session,
    userId: userIdOfCustomer(0, index),
    role: 'CUSTOMER',
    scopes: scopesOfRole('CUSTOMER'),
    customerId: name,
    employeeId: null,
  };
}
