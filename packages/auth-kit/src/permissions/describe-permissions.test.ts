// The policy as documentation: rows of tables.
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { describePermissions, describeRoles } from './describe-permissions.ts';
import { nullUnless, public_, rowRule, services } from './entries.ts';
import { permissionsOf } from './permissions-of.ts';

const typeDefs = parse(`
  type Query { open: Thing, closed: Thing @authenticated, internal: Thing }
  type Thing @authenticated { id: ID!, secret: String @requiresScopes(scopes: [["a", "b"], ["c"]]) @policy(policies: [["p", "q"], ["r"]]), own: String }
  type Money { amount: String, currency: String }
`);
const mine = rowRule('mine', () => true);
const yes = () => true;
const permissions = permissionsOf(
  typeDefs,
  {
    Query: { open: public_, internal: services('orders', 'reviews') },
    Thing: { rows: rowRule('visible', () => true), own: nullUnless(mine) },
    Money: public_,
  },
  { p: yes, q: yes, r: yes },
);

it('each coordinate has a row that says who reads it, and which rows', () => {
  expect(describePermissions(permissions).slice(2)).toEqual([
    '| `Query.open` | anyone |  |',
    '| `Query.closed` | anyone who is signed in |  |',
    '| `Query.internal` | the service orders or reviews |  |',
    '| `Thing.id` | anyone who is signed in | only: visible |',
    '| `Thing.secret` | `a` and `b` or `c`, and policy `p` and `q` or `r` | only: visible |',
    '| `Thing.own` | anyone who is signed in | only: visible; null unless: mine |',
    '| `Money.*` | anyone whom a field leads there |  |',
  ]);
});

it('each role has a row with what it adds', () => {
  const [, , customer, sales] = describeRoles();
  expect(customer).toBe('| CUSTOMER | `account:manage` `customers:read` `orders:read` `orders:write` `reviews:write` |');
  expect(sales).toMatch(/^\| SALES \| those of CUSTOMER and `employees:read` /);
});
