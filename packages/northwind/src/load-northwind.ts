// Reads data/northwind/*.csv.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Category, Customer, Employee, Order, OrderLine, Product, Shipper, Supplier, Territory } from './rows.ts';

export interface Northwind {
  readonly customers: readonly Customer[];
  readonly employees: readonly Employee[];
  readonly territories: readonly Territory[];
  readonly categories: readonly Category[];
  readonly suppliers: readonly Supplier[];
  readonly products: readonly Product[];
  readonly shippers: readonly Shipper[];
  readonly orders: readonly Order[];
}

/** In the package when it is packed; in the repository beside what else it is a source of. */
const sourceDir = ['../data', '../../../data/northwind'].map((dir) => fileURLToPath(new URL(dir, import.meta.url))).find(existsSync) ?? '';

type Row = (column: string) => string | null;

/** Reads the whole source; each table in the order of its file. */
export function loadNorthwind(dir: string = sourceDir): Northwind {
  const table = (name: string) => rowsOf(join(dir, `${name}.csv`));
  const customers = table('customers').map(customerOf);
  const regions = new Map(table('region').map((row) => [text(row, 'region_id'), text(row, 'region_description').trim()]));
  const territoriesOf = grouped(table('employee_territories'), 'employee_id', (row) => text(row, 'territory_id'));
  const linesOf = grouped(table('order_details'), 'order_id', lineOf);
  const indexOf = new Map(customers.map((customer, index) => [customer.id, index]));
  return {
    customers,
    employees: table('employees').map((row) => employeeOf(row, territoriesOf)),
    territories: table('territories').map((row) => ({
      id: text(row, 'territory_id'),
      name: text(row, 'territory_description').trim(),
      region: regions.get(text(row, 'region_id')) ?? '',
    })),
    categories: table('categories').map((row) => ({
      id: int(row, 'category_id'),
      name: text(row, 'category_name'),
      description: row('description'),
    })),
    suppliers: table('suppliers').map(supplierOf),
    products: table('products').map(productOf),
    shippers: table('shippers').map((row) => ({ id: int(row, 'shipper_id'), companyName: text(row, 'company_name'), phone: row('phone') })),
    orders: table('orders').map((row) => orderOf(row, indexOf, linesOf)),
  };
}

function rowsOf(file: string): Row[] {
  const records: Record<string, string>[] = parse(readFileSync(file), { columns: true, bom: true });
  // An empty field is null; line breaks are written as the two characters \n in the source.
  return records.map((record) => (column) => ((record[column] ?? '') === '' ? null : (record[column] ?? '').replaceAll('\\n', '\n')));
}

function text(row: Row, column: string): string {
  const value = row(column);
  if (value === null) throw new Error(`The source data has no ${column} in a row that needs one.`);
  return value;
}

const int = (row: Row, column: string): number => Number(text(row, column));
const intOrNull = (row: Row, column: string): number | null => (row(column) === null ? null : int(row, column));

function grouped<Value>(rows: readonly Row[], column: string, cellOf: (row: Row) => Value): Map<number, Value[]> {
  const groups = new Map<number, Value[]>();
  for (const row of rows) {
    const key = int(row, column);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(cellOf(row));
  }
  return groups;
}

function customerOf(row: Row): Customer {
  return {
    id: text(row, 'customer_id'),
    companyName: text(row, 'company_name'),
    contactName: row('contact_name'),
    contactTitle: row('contact_title'),
    ...addressOf(row),
    phone: row('phone'),
    fax: row('fax'),
  };
}

function addressOf(row: Row) {
  return { address: row('address'), city: row('city'), region: row('region'), postalCode: row('postal_code'), country: row('country') };
}

function employeeOf(row: Row, territoriesOf: Map<number, string[]>): Employee {
  const id = int(row, 'employee_id');
  return {
    id,
    firstName: text(row, 'first_name'),
    lastName: text(row, 'last_name'),
    title: row('title'),
    bornOn: row('birth_date'),
    hiredOn: row('hire_date'),
    homePhone: row('home_phone'),
    reportsTo: intOrNull(row, 'reports_to'),
    territoryIds: territoriesOf.get(id) ?? [],
  };
}

function supplierOf(row: Row): Supplier {
  return {
    id: int(row, 'supplier_id'),
    companyName: text(row, 'company_name'),
    contactName: row('contact_name'),
    ...addressOf(row),
    phone: row('phone'),
  };
}

function productOf(row: Row): Product {
  return {
    id: int(row, 'product_id'),
    name: text(row, 'product_name'),
    supplierId: int(row, 'supplier_id'),
    categoryId: int(row, 'category_id'),
    quantityPerUnit: row('quantity_per_unit'),
    unitPrice: text(row, 'unit_price'),
    unitsInStock: int(row, 'units_in_stock'),
    unitsOnOrder: int(row, 'units_on_order'),
    reorderLevel: int(row, 'reorder_level'),
    discontinued: text(row, 'discontinued') === '1',
  };
}

function lineOf(row: Row): OrderLine {
  return {
    productId: int(row, 'product_id'),
    quantity: int(row, 'quantity'),
    unitPrice: text(row, 'unit_price'),
    discount: text(row, 'discount'),
  };
}

function orderOf(row: Row, indexOf: ReadonlyMap<string, number>, linesOf: Map<number, OrderLine[]>): Order {
  const id = int(row, 'order_id');
  const customerId = text(row, 'customer_id');
  return {
    id,
    customerId,
    customerIndex: indexOf.get(customerId) ?? -1,
    employeeId: intOrNull(row, 'employee_id'),
    placedOn: text(row, 'order_date'),
    requiredOn: row('required_date'),
    shippedOn: row('shipped_date'),
    shipperId: intOrNull(row, 'ship_via'),
    freight: text(row, 'freight'),
    shipName: row('ship_name'),
    shipAddress: row('ship_address'),
    shipCity: row('ship_city'),
    shipRegion: row('ship_region'),
    shipPostalCode: row('ship_postal_code'),
    shipCountry: row('ship_country'),
    lines: linesOf.get(id) ?? [],
  };
}
