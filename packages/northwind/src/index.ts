// Package root: what the seeds of the subgraphs build on.

export {
  adminUserId,
  copiesOf,
  customerId,
  nameOfCopy,
  orderId,
  productId,
  supplierId,
  userIdOfCustomer,
  userIdOfEmployee,
} from './copies.ts';
export { type CopyValue, copyRows } from './copy-rows.ts';
export { hashPassword } from './hash-password.ts';
export { loadNorthwind, type Northwind } from './load-northwind.ts';
export type { Category, Customer, Employee, Order, OrderLine, Product, Shipper, Supplier, Territory } from './rows.ts';
export type { Seed, SeedOptions } from './seed.ts';
export { seededRandom } from './seeded-random.ts';
export { continueNumbering, inTransaction } from './transaction.ts';
