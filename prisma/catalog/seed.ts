// First-run content of the catalog.
import { continueNumbering, copiesOf, copyRows, inTransaction, nameOfCopy, productId, type Seed, supplierId } from '@tributary/northwind';

/** The day that the source's prices are said to hold from. */
const pricedAt = '1996-07-01T00:00:00Z';

export const seed: Seed = async ({ pool, northwind, scale, onProgress }) => {
  const { categories, suppliers, products } = northwind;
  await inTransaction(pool, async (client) => {
    await copyRows(
      client,
      'Category',
      ['id', 'name', 'description'],
      categories.map(({ id, name, description }) => [id, name, description]),
    );
    await copyRows(
      client,
      'Supplier',
      ['id', 'companyName', 'contactName', 'line1', 'city', 'region', 'postalCode', 'country', 'phone'],
      copiesOf(suppliers, scale, (row, copy) => [
        supplierId(copy, row.id),
        nameOfCopy(copy, row.companyName),
        row.contactName,
        row.address,
        row.city,
        row.region,
        row.postalCode,
        row.country,
        row.phone,
      ]),
    );
    onProgress(0.2);
    await copyRows(
      client,
      'Product',
      ['id', 'name', 'quantityPerUnit', 'unitPrice', 'discontinued', 'categoryId', 'supplierId', 'updatedAt'],
      copiesOf(products, scale, (row, copy) => [
        productId(copy, row.id),
        nameOfCopy(copy, row.name),
        row.quantityPerUnit,
        row.unitPrice,
        row.discontinued,
        row.categoryId,
        supplierId(copy, row.supplierId),
        pricedAt,
      ]),
    );
    onProgress(0.6);
    await client.query(
      'INSERT INTO "PriceChange" ("productId", "price", "changedAt") SELECT "id", "unitPrice", "updatedAt" FROM "Product" ORDER BY "id"',
    );
    await continueNumbering(client, ['Category', 'Supplier', 'Product']);
  });
  onProgress(1);
};
