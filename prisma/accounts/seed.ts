// First-run content of accounts: companies, employees, and in development the people who sign in for them.
import {
  adminUserId,
  type CopyValue,
  continueNumbering,
  copiesOf,
  copyRows,
  customerId,
  type Employee,
  hashPassword,
  inTransaction,
  type Northwind,
  nameOfCopy,
  type Seed,
  userIdOfCustomer,
  userIdOfEmployee,
} from '@tributary/northwind';

export const seed: Seed = async ({ pool, northwind, scale, devPassword, onProgress }) => {
  const { customers, employees, territories } = northwind;
  const passwordHash = devPassword === null ? null : await hashPassword(devPassword);
  await inTransaction(pool, async (client) => {
    await copyRows(
      client,
      'Customer',
      ['id', 'companyName', 'contactName', 'contactTitle', 'line1', 'city', 'region', 'postalCode', 'country', 'phone', 'fax'],
      copiesOf(customers, scale, (row, copy, index) => [
        customerId(copy, index, customers),
        nameOfCopy(copy, row.companyName),
        row.contactName,
        row.contactTitle,
        row.address,
        row.city,
        row.region,
        row.postalCode,
        row.country,
        row.phone,
        row.fax,
      ]),
    );
    onProgress(0.3);
    // Whoever others report to comes first, for the foreign key.
    const employeeColumns = ['id', 'firstName', 'lastName', 'title', 'hiredOn', 'bornOn', 'homePhone', 'reportsToId'];
    const byRank = [...employees].sort((a, b) => rankOf(a, employees) - rankOf(b, employees));
    await copyRows(
      client,
      'Employee',
      employeeColumns,
      byRank.map((row) => [row.id, row.firstName, row.lastName, row.title, row.hiredOn, row.bornOn, row.homePhone, row.reportsTo]),
    );
    await copyRows(
      client,
      'Territory',
      ['id', 'name', 'region'],
      territories.map(({ id, name, region }) => [id, name, region]),
    );
    const areas = employees.flatMap(({ id, territoryIds }) => territoryIds.map((territoryId) => [id, territoryId]));
    await copyRows(client, 'EmployeeTerritory', ['employeeId', 'territoryId'], areas);
    onProgress(0.5);
    if (passwordHash === null) return;
    const userColumns = ['id', 'email', 'name', 'passwordHash', 'role', 'status', 'customerId', 'employeeId'];
    await copyRows(client, 'User', userColumns, usersOf(northwind, scale, passwordHash));
    await continueNumbering(client, ['User']);
  });
  onProgress(1);
};

function rankOf({ reportsTo }: Employee, employees: readonly Employee[]): number {
  const superior = employees.find(({ id }) => id === reportsTo);
  return superior === undefined ? 0 : 1 + rankOf(superior, employees);
}

/** One user per employee, one administrator, one per company: the sign-ins of development. */
function* usersOf({ employees, customers }: Northwind, scale: number, passwordHash: string): Generator<CopyValue[]> {
  for (const { id, firstName, lastName } of employees) {
    const email = `${firstName}.${lastName}@northwind.test`.toLowerCase();
    const managesOthers = employees.some(({ reportsTo }) => reportsTo === id);
    yield [userIdOfEmployee(id), email, `${firstName} ${lastName}`, passwordHash, managesOthers ? 'MANAGER' : 'SALES', 'ACTIVE', null, id];
  }
  yield [adminUserId, 'admin@northwind.test', 'Ada Admin', passwordHash, 'ADMIN', 'ACTIVE', null, null];
  for (let copy = 0; copy < scale; copy += 1) {
    for (const [index, customer] of customers.entries()) {
      const company = customerId(copy, index, customers);
      const name = customer.contactName ?? customer.companyName;
      yield [
        userIdOfCustomer(copy, index),
        `${company.toLowerCase()}@customers.northwind.test`,
        name,
        passwordHash,
        'CUSTOMER',
        'ACTIVE',
        company,
        null,
      ];
    }
  }
}
