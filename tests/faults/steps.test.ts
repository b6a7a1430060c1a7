// Orders, then inventory, killed at every named step of every command: orders and stock agree afterwards, and a retry ends what was begun.
import { randomUUID } from 'node:crypto';
import { until } from '@tributary/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FaultySystem, startFaultySystem, steps } from './support.ts';

let system: FaultySystem;
let buyer = '';
let manager = '';

beforeAll(async () => {
  system = await startFaultySystem();
});
beforeEach(async () => {
  await system.untilReady();
  // An access token is good for five minutes, and this file may take longer.
  buyer = await system.signIn('alfki@customers.northwind.test');
  manager = await system.signIn('andrew.fuller@northwind.test');
});
afterAll(() => system.remove());

type Command = 'place' | 'confirm' | 'cancel' | 'ship';

interface Payload {
  readonly order: { readonly id: string; readonly status: string } | null;
  readonly userErrors: readonly { readonly code: string }[];
}

const documents: Readonly<Record<Command, string>> = {
  place: 'mutation ($input: PlaceOrderInput!) { payload: placeOrder(input: $input) { order { id status } userErrors { code } } }',
  confirm: 'mutation ($input: ConfirmOrderInput!) { payload: confirmOrder(input: $input) { order { id status } userErrors { code } } }',
  cancel: 'mutation ($input: CancelOrderInput!) { payload: cancelOrder(input: $input) { order { id status } userErrors { code } } }',
  ship: 'mutation ($input: ShipOrderInput!) { payload: shipOrder(input: $input) { order { id status } userErrors { code } } }',
};
const endOf: Readonly<Record<Command, string>> = { place: 'PLACED', confirm: 'CONFIRMED', cancel: 'CANCELLED', ship: 'SHIPPED' };

/** Null when the answer did not come or was an error. */
async function send(command: Command, input: Readonly<Record<string, unknown>>): Promise<Payload | null> {
  const token = command === 'place' ? buyer : manager;
  const answer = await system.ask(documents[command], { token, variables: { input } }).catch(() => null);
  return answer?.errors === undefined ? ((answer?.data?.['payload'] as Payload | undefined) ?? null) : null;
}

const untilAnswered = (command: Command, input: Readonly<Record<string, unknown>>) =>
  until(`${command} is answered`, () => send(command, input), 60_000);

/** What a command is told, with the orders that must be there before it. */
async function prepare(command: Command): Promise<Readonly<Record<string, unknown>>> {
  const place = { idempotencyKey: randomUUID(), lines: [{ productId: '34', quantity: 1 }] };
  if (command === 'place') return place;
  const { order } = await untilAnswered('place', place);
  if (order === null) throw new Error('The order that was to be changed could not be placed.');
  if (command === 'ship') await untilAnswered('confirm', { id: order.id });
  return command === 'ship' ? { id: order.id, shipperId: '1' } : { id: order.id };
}

async function statusOf(id: string): Promise<string | undefined> {
  const { rows } = await system.orders.query<{ status: string }>('SELECT status FROM "Order" WHERE id = $1', [Number(id)]);
  return rows[0]?.status;
}

it('there are steps of every command', () => {
  for (const command of ['place', 'confirm', 'cancel', 'ship']) expect(steps.some((step) => step.startsWith(`${command}.`))).toBe(true);
});

describe.each(['orders', 'inventory'])('%s killed', (service) => {
  it.each(steps)('at %s', async (step) => {
    const command = step.split('.')[0] as Command; // every step is named after its command
    const input = await prepare(command);
    const killed = system.killAt(step, service);
    const first = await send(command, input);
    await killed;
    // What the client does: it asks again, with the same key.
    const { order, userErrors } = await untilAnswered(command, input);
    expect(await system.disagreements()).toEqual([]);
    const id = order?.id ?? String(input['id']);
    expect(await statusOf(id), `${JSON.stringify(first)} then ${JSON.stringify({ order, userErrors })}`).toBe(endOf[command]);
    if (command === 'place') {
      const { rowCount } = await system.orders.query(`SELECT 1 FROM "IdempotencyKey" WHERE key = $1 AND "objectId" = $2`, [
        input['idempotencyKey'],
        id,
      ]);
      expect(rowCount).toBe(1);
    }
  });
});
