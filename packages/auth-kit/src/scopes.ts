// The one table of scopes, and what each role holds.

export const roles = ['CUSTOMER', 'SALES', 'MANAGER', 'ADMIN'] as const;
export type Role = (typeof roles)[number];

const customer = ['account:manage', 'customers:read', 'orders:read', 'orders:write', 'reviews:write'] as const;
const sales = [...customer, 'employees:read', 'suppliers:read', 'inventory:read', 'orders:confirm', 'orders:discount'] as const;
const manager = [
  ...sales,
  'orders:ship',
  'customers:write',
  'catalog:write',
  'catalog:price',
  'inventory:write',
  'reports:read',
  'reviews:moderate',
] as const;
const admin = [...manager, 'users:read', 'users:write', 'employees:private', 'audit:read', 'clients:read', 'clients:write'] as const;

/** Every scope that exists. */
export const scopes = admin;
export type Scope = (typeof scopes)[number];

const scopesByRole: Readonly<Record<Role, readonly Scope[]>> = {
  CUSTOMER: customer,
  SALES: sales,
  MANAGER: manager,
  ADMIN: admin,
};

export function scopesOfRole(role: Role): readonly Scope[] {
  return scopesByRole[role];
}

export function isRole(value: unknown): value is Role {
  return roles.some((role) => role === value);
}
