// Role -> scopes: the table of the specification, written once more. Never taken from the code under test.

export type RoleName = 'CUSTOMER' | 'SALES' | 'MANAGER' | 'ADMIN';

const customer = words('account:manage customers:read orders:read orders:write reviews:write');
const sales = [...customer, ...words('employees:read suppliers:read inventory:read orders:confirm orders:discount')];
const manager = [
  ...sales,
  ...words('orders:ship customers:write catalog:write catalog:price inventory:write reports:read reviews:moderate'),
];
const admin = [...manager, ...words('users:read users:write employees:private audit:read clients:read clients:write')];

export const scopesByRole: Readonly<Record<RoleName, readonly string[]>> = {
  CUSTOMER: customer,
  SALES: sales,
  MANAGER: manager,
  ADMIN: admin,
};

function words(text: string): string[] {
  return text.split(' ');
}
