// Two hundred buyers of one last unit at the same time: exactly one gets it.
import { setTimeout as wait } from 'node:timers/promises';
import { bundledDatabase, type System, startSystem } from '@tributary/test-kit';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

let system: System;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.remove());

const place = 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } userErrors { code path message } } }';

/** Asks again, with the same key, when the gateway has too much to do at the moment: as a client should. */
async function buy(token: string, idempotencyKey: string): ReturnType<System['ask']> {
  for (;;) {
    const answer = await system.ask(place, { token, variables: { input: { idempotencyKey, lines: [{ productId: '34', quantity: 1 }] } } });
    if (answer.errors?.[0]?.extensions?.['code'] !== 'SERVICE_OVERLOADED') return answer;
    await wait(1_000);
  }
}

it('exactly one order is placed, and the others are told how many are left', async () => {
  const buyers = await Promise.all(
    ['alfki', 'anatr', 'anton', 'arout'].map((company) => system.signIn(`${company}@customers.northwind.test`)),
  );
  const manager = await system.signIn('andrew.fuller@northwind.test');
  // Product 34 has 111 units; the last one is left.
  const adjust =
    'mutation { adjustStock(input: { idempotencyKey: "last", productId: "34", delta: -110 }) { stock { available } userErrors { code } } }';
  expect((await system.ask(adjust, { token: manager })).data).toEqual({ adjustStock: { stock: { available: 1 }, userErrors: [] } });

  const answers = await Promise.all(
    Array.from({ length: 200 }, (_unused, index) => buy(buyers[index % buyers.length] ?? '', `buyer ${index}`)),
  );
  expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
  const payloads = answers.map(({ data }) => data?.['placeOrder']);
  expect(payloads.filter(({ order }) => order !== null)).toHaveLength(1);
  const refusals = payloads.filter(({ order }) => order === null);
  expect(refusals).toHaveLength(199);
  for (const { userErrors } of refusals) {
    expect(userErrors).toEqual([{ code: 'INSUFFICIENT_STOCK', path: ['lines', '0', 'quantity'], message: expect.stringContaining('0') }]);
  }

  const inventory = new pg.Client({ connectionString: bundledDatabase(system.dataDir, 'inventory') });
  await inventory.connect();
  const { rows } = await inventory.query('SELECT "onHand", reserved FROM "Stock" WHERE "productId" = 34');
  await inventory.end();
  expect(rows).toEqual([{ onHand: 1, reserved: 1 }]);
});
