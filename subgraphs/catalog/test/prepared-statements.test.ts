// Statements that PostgreSQL keeps: parsed once per connection, and no trouble when a migration changes a table under them.
import { testSubgraph } from '@tributary/test-kit';
import { expect, it } from 'vitest';

const subgraph = await testSubgraph('catalog');
const client = subgraph.service.database.client as typeof subgraph.service.database.client & {
  $executeRawUnsafe(sql: string): Promise<number>;
  $queryRawUnsafe<Rows>(sql: string): Promise<Rows>;
  $transaction<Result>(work: (transaction: { $queryRawUnsafe<Rows>(sql: string): Promise<Rows> }) => Promise<Result>): Promise<Result>;
}; // every Prisma client has these

const ask = (document: string) => subgraph.execute({ document, as: 'anonymous' });
const page = '{ products(first: 5) { nodes { name category { name } supplier { companyName } } } }';

const keptStatements = () =>
  client.$queryRawUnsafe<{ statement: string }[]>('SELECT statement FROM pg_prepared_statements ORDER BY prepare_time');

it('keeps a statement whose text does not grow with the keys, once however often it is asked', async () => {
  for (const first of [1, 5, 20]) await ask(page.replace('5', String(first)));
  const kept = (await keptStatements()).map(({ statement }) => statement);
  expect(new Set(kept).size).toBe(kept.length);
  expect(kept.filter((statement) => statement.includes('"Category"')).length).toBeLessThanOrEqual(1);
});

it('answers as before, on every connection, after a column was added to a table that it reads', async () => {
  const before = await ask(page);
  await Promise.all(Array.from({ length: 20 }, () => ask(page)));
  await client.$executeRawUnsafe('ALTER TABLE "Product" ADD COLUMN "added" integer, ADD COLUMN "addedToo" text');
  await client.$executeRawUnsafe('ALTER TABLE "Category" ADD COLUMN "added" integer');
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(page)));
  for (const answer of answers) expect(answer).toEqual(before);
  expect(await ask('{ product(id: "1") { name } }')).toEqual({ data: { product: { name: 'Chai' } } });
});

it('keeps nothing that a transaction reads: there a failed statement could not be sent again', async () => {
  const marked = 'SELECT 1 AS "inTransaction"';
  const kept = await client.$transaction(async (transaction) => {
    await transaction.$queryRawUnsafe(marked);
    return transaction.$queryRawUnsafe<{ statement: string }[]>('SELECT statement FROM pg_prepared_statements');
  });
  expect(kept.map(({ statement }) => statement)).not.toContain(marked);
});

it('keeps no more than a hundred statements, and answers all others too', async () => {
  for (let index = 0; index < 130; index += 1) {
    expect(await client.$queryRawUnsafe(`SELECT ${index} AS "number"`)).toEqual([{ number: index }]);
  }
  expect((await keptStatements()).length).toBeLessThanOrEqual(100);
});
