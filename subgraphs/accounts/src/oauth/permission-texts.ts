// What people are told that a client asks for.
import type { Scope } from '@tributary/auth-kit';
import type { identityScopes } from './terms.ts';

const texts: Readonly<Record<Exclude<Scope, 'account:manage'> | (typeof identityScopes)[number], string>> = {
  openid: 'Know that it is you',
  profile: 'See your name',
  email: 'See your e-mail address',
  'customers:read': 'See the companies that you may see',
  'customers:write': 'Add and change companies',
  'orders:read': 'See the orders that you may see',
  'orders:write': 'Place and cancel orders',
  'orders:confirm': 'Confirm orders, and place them for any company',
  'orders:discount': 'Give discounts, as far as you may',
  'orders:ship': 'Ship orders',
  'reviews:write': 'Write reviews in your name',
  'reviews:moderate': 'Publish and reject reviews',
  'employees:read': 'See employees',
  'employees:private': 'See birthdays and home telephone numbers of employees',
  'suppliers:read': 'See suppliers',
  'inventory:read': 'See stock',
  'inventory:write': 'Change stock',
  'catalog:write': 'Change products and categories',
  'catalog:price': 'Change prices',
  'reports:read': 'See reports',
  'users:read': 'See users, their sessions and keys',
  'users:write': 'Invite, change and block users',
  'audit:read': 'Read the audit trail',
  'clients:read': 'See OAuth clients',
  'clients:write': 'Add, change and remove OAuth clients',
};

const byScope: ReadonlyMap<string, string> = new Map(Object.entries(texts));

export const permissionTexts = (scopes: readonly string[]): string[] => scopes.map((scope) => byScope.get(scope) ?? scope);
