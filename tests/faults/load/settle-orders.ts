// What a client does about orders of which it knows nothing, and whether each was placed exactly once in the end.
import { until } from '@tributary/test-kit';
import { request } from 'undici';
import { disagreementsOf } from '../support.ts';
import { operations } from './operations.ts';
import type { LoadResult } from './protocol.ts';
import type { Rig } from './rig.ts';

/** Asks again for what was not answered, and gives every way in which the orders are not those that were placed. */
export async function settleOrders(rig: Rig, { done, unknown, refused }: LoadResult['keys'], token: string): Promise<string[]> {
  for (const key of unknown) await until(`the order ${key} is answered`, () => isPlaced(rig.gateway.url, key, token), 60_000);
  const placed = await placedKeys(rig);
  const { rows } = await rig.database('orders').query<{ orders: number }>('SELECT count(*)::int AS orders FROM "Order" WHERE id > 11077');
  const orders = rows[0]?.orders ?? 0;
  return [
    ...[...done, ...unknown].filter((key) => !placed.has(key)).map((key) => `${key} was acknowledged, and there is no such order`),
    ...refused.filter((key) => placed.has(key)).map((key) => `${key} was refused, and there is such an order`),
    ...(orders === placed.size ? [] : [`there are ${orders} orders, and ${placed.size} were asked for`]),
    ...(await disagreementsOf(rig.database('orders'), rig.database('inventory'))),
  ];
}

async function placedKeys(rig: Rig): Promise<ReadonlySet<string>> {
  const { rows } = await rig
    .database('orders')
    .query<{ key: string }>(`SELECT key FROM "IdempotencyKey" WHERE mutation = 'placeOrder' AND "objectId" IS NOT NULL`);
  return new Set(rows.map(({ key }) => key));
}

async function isPlaced(url: string, key: string, token: string): Promise<boolean> {
  const place = operations.find(({ isMutation }) => isMutation === true);
  const { body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: place?.document, variables: place?.variables(key) }),
  });
  const { errors } = (await body.json()) as { errors?: unknown }; // GraphQL over HTTP
  return errors === undefined;
}
