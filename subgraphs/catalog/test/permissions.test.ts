// Who may do what in the catalog, on every path.
import type { Principal } from '@tributary/auth-kit';
import { testSubgraph } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('catalog');

const entity = (type: string, selection: string) =>
  `{ result: _entities(representations: [{ __typename: "${type}", id: "1" }]) { ... on ${type} { ${selection} } } }`;

const product =
  'id version name quantityPerUnit unitPrice { amount currency } priceHistory { price { amount } changedAt } discontinued category { id } supplier { id } updatedAt';
const category = 'id name description products { nodes { id } }';
const supplier = 'id companyName address { line1 city region postalCode country } products { totalCount nodes { id } }';
const connection = 'edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';
const refusedInput = { name: 'name: ""', id: 'id: "0"' }; // allowed, but of no effect

const operations = {
  product: `{ result: product(id: "1") { ${product} } }`,
  products: `{ result: products { ${connection} } }`,
  category: `{ result: category(id: "1") { ${category} } }`,
  categories: `{ result: categories { ${category} } }`,
  supplier: `{ result: supplier(id: "1") { ${supplier} } }`,
  suppliers: `{ result: suppliers { ${connection} } }`,
  'a product by key': entity('Product', product),
  'a category by key': entity('Category', category),
  'a supplier by key': entity('Supplier', supplier),
  contactName: '{ result: supplier(id: "1") { contactName } }',
  phone: '{ result: supplier(id: "1") { phone } }',
  'contactName by key': entity('Supplier', 'contactName'),
  'phone by key': entity('Supplier', 'phone'),
  'phone through a product': '{ result: product(id: "1") { supplier { phone } } }',
  'phone through a list': '{ result: suppliers(first: 1) { edges { node { phone } } } }',
  createProduct: `mutation { result: createProduct(input: { ${refusedInput.name}, unitPrice: "1", categoryId: "1", supplierId: "1" }) { userErrors { code } } }`,
  updateProduct: `mutation { result: updateProduct(input: { ${refusedInput.id} }) { userErrors { code } } }`,
  changePrice: `mutation { result: changePrice(input: { ${refusedInput.id}, unitPrice: "1" }) { userErrors { code } } }`,
  discontinueProduct: `mutation { result: discontinueProduct(input: { ${refusedInput.id} }) { userErrors { code } } }`,
  createCategory: `mutation { result: createCategory(input: { ${refusedInput.name} }) { userErrors { code } } }`,
  createSupplier: 'mutation { result: createSupplier(input: { companyName: "" }) { userErrors { code } } }',
  internalProducts: '{ result: internalProducts(ids: ["1"]) { id unitPrice { amount } discontinued name } }',
};

type Operation = keyof typeof operations;

const everyone: Operation[] = [
  'product',
  'products',
  'category',
  'categories',
  'supplier',
  'suppliers',
  'a product by key',
  'a category by key',
  'a supplier by key',
];
const suppliersRead: Operation[] = [
  'contactName',
  'phone',
  'contactName by key',
  'phone by key',
  'phone through a product',
  'phone through a list',
];
const catalogWrite: Operation[] = ['createProduct', 'updateProduct', 'discontinueProduct', 'createCategory', 'createSupplier'];
const manager: Operation[] = [...everyone, ...suppliersRead, ...catalogWrite, 'changePrice'];

/** A client that holds these scopes and acts for nobody. */
const client = (...scopes: Extract<Principal, { kind: 'client' }>['scopes']): Principal => ({
  kind: 'client',
  clientId: 'importer',
  scopes,
  customerId: null,
});

describe.each<[name: string, as: Principal | string, allowed: Operation[], refusal: string]>([
  ['anonymous', 'anonymous', everyone, 'UNAUTHENTICATED'],
  ['a customer', 'ALFKI', everyone, 'FORBIDDEN'],
  ['sales', 'sales', [...everyone, ...suppliersRead], 'FORBIDDEN'],
  ['a manager', 'manager', manager, 'FORBIDDEN'],
  ['an administrator', 'admin', manager, 'FORBIDDEN'],
  ['orders', 'orders', [...everyone, 'internalProducts'], 'FORBIDDEN'],
  ['reviews', 'reviews', everyone, 'FORBIDDEN'],
  ['a client without scopes', client(), everyone, 'FORBIDDEN'],
  ['a client that writes', client('catalog:write'), [...everyone, ...catalogWrite], 'FORBIDDEN'],
  ['a client that prices', client('catalog:price'), [...everyone, 'changePrice'], 'FORBIDDEN'],
])('%s', (_name, as, allowed, refusal) => {
  it.each(Object.entries(operations))('%s', async (name, document) => {
    const { errors } = await subgraph.execute({ document, as });
    const isAllowed = allowed.some((operation) => operation === name);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(isAllowed ? undefined : [refusal]);
  });
});

it('a refused field costs itself and nothing else', async () => {
  expect(
    await subgraph.execute({ document: '{ supplier(id: "1") { companyName contactName phone address { city } } }', as: 'ALFKI' }),
  ).toEqual({
    data: { supplier: { companyName: 'Exotic Liquids', contactName: null, phone: null, address: { city: 'London' } } },
    errors: ['contactName', 'phone'].map((field) => ({
      message: 'You lack a permission that this needs.',
      path: ['supplier', field],
      extensions: { code: 'FORBIDDEN' },
    })),
  });
});

it('a refused command has no effect', async () => {
  const document = 'mutation { changePrice(input: { id: "2", unitPrice: "0.01" }) { product { id } userErrors { code } } }';
  for (const as of ['anonymous', 'ALFKI', 'sales', 'orders'])
    expect((await subgraph.execute({ document, as })).data).toEqual({ changePrice: null });
  expect(await subgraph.execute({ document: '{ product(id: "2") { version unitPrice { amount } } }' })).toEqual({
    data: { product: { version: 1, unitPrice: { amount: '19.00' } } },
  });
});
