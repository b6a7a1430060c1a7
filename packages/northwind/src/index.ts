// Package root: what the seeds of the subgraphs build on.
export { copyRows, type CopyValue } from './copy-rows.ts';
export { customerId, nameOfCopy, orderId, productId, supplierId, userIdOfCustomer, userIdOfEmployee, adminUserId, copiesOf } from './copies.ts';
export { loadNorthwind, type Northwind } from './load-northwind.ts';
export type { Category, Customer, Employee, Order, OrderLine, Product, Shipper, Supplier, Territory } from './rows.ts';
export { seededRandom } from './seeded-random.ts';
export type { Seed, SeedOptions } from './seed.ts';
export { continueNumbering, inTransaction } from './transaction.ts';
