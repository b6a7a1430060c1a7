// Who sees which rows: the specification's rules, written once more as data.
import type { Caller } from './callers.ts';

/** A row that a path leads to, as far as rules about rows ask. */
export type Row =
  | { readonly type: 'Customer'; readonly id: string }
  | { readonly type: 'Order'; readonly id: string; readonly customerId: string; readonly salesRepId: string | null }
  | { readonly type: 'Review'; readonly id: string; readonly authorId: string; readonly published: boolean }
  | { readonly type: 'User'; readonly id: string; readonly customerId: string | null; readonly employeeId: string | null }
  | { readonly type: 'Employee'; readonly id: string };

const isStaff = ({ role }: Caller) => role !== null && role !== 'CUSTOMER';
const ownCompany = (caller: Caller, customerId: string) => caller.customerId === customerId;
const orderScopes = ['orders:read', 'orders:write', 'orders:confirm', 'orders:ship'];

/** Whether the row is there for the caller; what is not answers as what does not exist. */
export function isVisible(row: Row, caller: Caller): boolean {
  switch (row.type) {
    case 'Customer':
      return isStaff(caller) || ownCompany(caller, row.id);
    case 'Order':
      if (!orderScopes.some((scope) => caller.scopes.includes(scope))) return false;
      if (caller.role === 'MANAGER' || caller.role === 'ADMIN') return true;
      if (caller.role === 'SALES') return row.salesRepId === null || row.salesRepId === caller.employeeId;
      return ownCompany(caller, row.customerId);
    case 'Review':
      return row.published || caller.scopes.includes('reviews:moderate') || caller.userId === row.authorId;
    case 'User':
    case 'Employee':
      return true;
  }
}

/** Of another user `id`, `displayName` and published reviews are readable; these are not. */
const privateFields = new Set(
  'email name role status scopes customer employee sessions apiKeys createdAt'.split(' ').map((field) => `User.${field}`),
);

export const isPrivate = (coordinate: string): boolean => privateFields.has(coordinate);

/** Whether a private field of the user is there for the caller. */
export const seesPrivate = (userId: string, caller: Caller): boolean => caller.userId === userId || caller.scopes.includes('users:read');
