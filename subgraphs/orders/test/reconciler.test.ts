// What dead processes left half-way is finished or undone: by the rows they leave, and by commands that are stopped between two steps.
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sqltag as sql } from '@prisma/client/runtime/client';
import { samplePrincipal } from '@tributary/test-kit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { line, source, useOrders } from './support.ts';

type Orders = ReturnType<typeof useOrders>;

interface Intent {
  readonly orderId: number;
  readonly kind: 'PLACE' | 'UNDO' | 'CANCEL' | 'SHIP';
  readonly shipperId: number | null;
  readonly byUser: string | null;
  readonly leasedUntil: Date;
}

const clientOf = (orders: Orders) => orders.running().service.database.client;
const intentsOf = (orders: Orders) => clientOf(orders).$queryRaw<Intent[]>(sql`SELECT * FROM "OrderIntent" ORDER BY "orderId"`);
const expire = (orders: Orders) => clientOf(orders).$executeRaw(sql`UPDATE "OrderIntent" SET "leasedUntil" = now() - interval '1 second'`);
/** Waits until the reconciler has nothing left to do. */
const settled = (orders: Orders) => expect.poll(() => intentsOf(orders), { timeout: 15_000, interval: 20 }).toEqual([]);

const userId = (name: string) => {
  const principal = samplePrincipal(name, []);
  return principal.kind === 'user' ? principal.userId : null;
};
const linesOf = (orderId: number) =>
  (source.orders.find(({ id }) => id === orderId)?.lines ?? []).map(({ productId, quantity }) => ({
    productId: String(productId),
    quantity,
  }));

/** A step of inventory, as orders would ask for it. */
async function stock(orders: Orders, step: 'Reserve' | 'Ship', orderId: number, lines = linesOf(orderId)): Promise<string> {
  const attempt = step === 'Ship' ? 'attempt: "test", ' : '';
  const document = `mutation ($orderId: ID!, $lines: [InternalStockLine!]!) { result: internal${step}Stock(orderId: $orderId, ${attempt}lines: $lines) { outcome } }`;
  const { data } = await orders.sibling('inventory').execute({ document, variables: { orderId: String(orderId), lines }, as: 'orders' });
  return data?.['result'].outcome;
}

/** Inventory cannot do a step while a table of it is away. */
const breakInventory = (orders: Orders) =>
  clientOfInventory(orders).$executeRaw(sql`ALTER TABLE "Reservation" RENAME TO "ReservationAway"`);
const repairInventory = (orders: Orders) =>
  clientOfInventory(orders).$executeRaw(sql`ALTER TABLE "ReservationAway" RENAME TO "Reservation"`);
const clientOfInventory = (orders: Orders) => orders.sibling('inventory').service.database.client;

describe('an intent whose lease is over', () => {
  const orders = useOrders({ RECONCILE_INTERVAL_MS: '50', INTENT_LEASE_MS: '100' });
  const leave = async (
    kind: Intent['kind'],
    orderId: number,
    { shipperId = null, byUser = null, leaseMs = 100 }: Partial<Intent> & { leaseMs?: number } = {},
  ) => {
    await clientOf(orders).$executeRaw(sql`INSERT INTO "OrderIntent" ("orderId", "kind", "shipperId", "byUser", "leasedUntil")
      VALUES (${orderId}, ${kind}::"IntentKind", ${shipperId}::int, ${byUser}, now() + ${leaseMs}::int * interval '1 millisecond')`);
  };

  it.each<[string, Intent['kind'], number]>([
    ['to place an order, before anything was reserved', 'PLACE', 900_001],
    ['to undo one, before anything was reserved', 'UNDO', 900_002],
  ])('%s: what is reserved later is refused', async (_name, kind, orderId) => {
    await leave(kind, orderId);
    await settled(orders);
    expect(await stock(orders, 'Reserve', orderId, [line(6, 1)])).toBe('RELEASED');
    expect([await orders.order(String(orderId)), await orders.stockOf(6)]).toEqual([null, { onHand: 120, reserved: 0 }]);
  });

  it.each<[string, Intent['kind'], number]>([
    ['to place an order', 'PLACE', 900_003],
    ['to undo one', 'UNDO', 900_004],
  ])('%s: what it had reserved is free again, and there is no order', async (_name, kind, orderId) => {
    expect(await stock(orders, 'Reserve', orderId, [line(6, 100), line(55, 7)])).toBe('DONE');
    await leave(kind, orderId);
    await settled(orders);
    expect([await orders.stockOf(6), await orders.stockOf(55)]).toEqual([
      { onHand: 120, reserved: 0 },
      { onHand: 115, reserved: 0 },
    ]);
    expect([await orders.order(String(orderId)), await orders.totalCount()]).toEqual([null, 830]);
  });

  it('to cancel an order: its stock is free again, and the order stays as it is', async () => {
    await stock(orders, 'Reserve', 11065);
    await clientOf(orders).$executeRaw(sql`UPDATE "Order" SET "status" = 'CANCELLED', "version" = 2 WHERE "id" = 11065`);
    await leave('CANCEL', 11065);
    await settled(orders);
    expect(await orders.order('11065')).toEqual({ status: 'CANCELLED', version: 2 });
    expect(await Promise.all(linesOf(11065).map(({ productId }) => orders.stockOf(Number(productId))))).toEqual(
      linesOf(11065).map(({ productId }) => ({
        onHand: source.products.find(({ id }) => String(id) === productId)?.unitsInStock,
        reserved: 0,
      })),
    );
  });

  const shipped = 'status version shipper { id } history { status by { id } }';
  const byManager = { status: 'SHIPPED', by: { id: userId('manager') } };
  it.each<[string, number, 'Reserve' | 'Ship' | null]>([
    ['that holds nothing', 11054, null],
    ['that holds its stock', 11061, 'Reserve'],
    ['whose stock has left already', 11039, 'Ship'],
  ])('to ship an order %s: it is shipped by who wanted it, and its stock leaves once', async (_name, orderId, before) => {
    const document = 'mutation ($input: ReceiveStockInput!) { receiveStock(input: $input) { userErrors { code } } }';
    for (const each of linesOf(orderId)) {
      const input = { idempotencyKey: `${orderId} ${each.productId}`, ...each };
      await orders.sibling('inventory').execute({ document, variables: { input }, as: 'manager' });
    }
    const ids = linesOf(orderId).map(({ productId }) => Number(productId));
    const had = await Promise.all(ids.map(orders.stockOf));
    if (before !== null) expect(await stock(orders, before, orderId)).toBe('DONE');
    await leave('SHIP', orderId, { shipperId: 3, byUser: userId('manager') });
    await settled(orders);
    expect(await orders.order(String(orderId), shipped)).toEqual({
      status: 'SHIPPED',
      version: 2,
      shipper: { id: '3' },
      history: [{ status: 'PLACED', by: null }, { status: 'CONFIRMED', by: null }, byManager],
    });
    expect(await Promise.all(ids.map(orders.stockOf))).toEqual(
      had.map(({ onHand, reserved }, index) => ({ onHand: onHand - (linesOf(orderId)[index]?.quantity ?? 0), reserved })),
    );
  });

  it('to ship an order that is short: the order stays confirmed, and can be tried again', async () => {
    const before = await orders.stockOf(33);
    await leave('SHIP', 11045, { shipperId: 1 });
    await settled(orders);
    expect([await orders.order('11045'), await orders.stockOf(33)]).toEqual([{ status: 'CONFIRMED', version: 1 }, before]);
    expect(await orders.outcomeOf(orders.send('shipOrder', 'manager', { id: '11045', shipperId: '1' }))).toEqual(['INSUFFICIENT_STOCK id']);
  });

  it('is settled among many', async () => {
    const ids = Array.from({ length: 45 }, (_, index) => 901_000 + index);
    for (const id of ids) await stock(orders, 'Reserve', id, [line(75, 1)]);
    expect(await orders.stockOf(75)).toEqual({ onHand: 125, reserved: 45 });
    await Promise.all(ids.map((id) => leave('PLACE', id)));
    await settled(orders);
    expect(await orders.stockOf(75)).toEqual({ onHand: 125, reserved: 0 });
  });

  it('is tried again while inventory does not answer, and settled when it does', async () => {
    await stock(orders, 'Reserve', 902_000, [line(76, 2)]);
    await breakInventory(orders);
    await leave('PLACE', 902_000);
    const leases = new Set<number>();
    const seen = async () => {
      for (const { kind, leasedUntil } of await intentsOf(orders)) if (kind === 'UNDO') leases.add(leasedUntil.getTime());
      return leases.size;
    };
    await expect.poll(seen, { timeout: 15_000, interval: 20 }).toBeGreaterThan(2);
    await repairInventory(orders);
    await settled(orders);
    expect(await orders.stockOf(76)).toEqual({ onHand: 57, reserved: 0 });
  });

  it('is settled, and one whose lease is not over is left alone', async () => {
    await leave('PLACE', 903_000, { leaseMs: 3_600_000 });
    await leave('PLACE', 903_001);
    await expect
      .poll(async () => (await intentsOf(orders)).map(({ orderId, kind }) => `${kind} ${orderId}`), { timeout: 15_000, interval: 20 })
      .toEqual(['PLACE 903000']);
    await expire(orders);
    await settled(orders);
  });
});

/** A server that is asked before each step goes on, and lets it unless the step is held. */
class Steps {
  readonly #server: Server = createServer();
  readonly #held = new Map<string, { reached(subject: string): void; readonly until: Promise<void> }>();

  async listen(): Promise<string> {
    this.#server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer); // a request without an encoding gives buffers
      const { step, subject } = JSON.parse(Buffer.concat(chunks).toString()) as { step: string; subject: string }; // the hook sends JSON
      const hold = this.#held.get(step);
      this.#held.delete(step);
      hold?.reached(subject);
      await hold?.until;
      response.end();
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`; // a TCP server that listens has one
  }

  /** Stops the next command at the step: `reached` resolves when it is there, and it goes on at `go`. */
  hold(step: string): { readonly reached: Promise<string>; go(): void } {
    const [reached, until] = [Promise.withResolvers<string>(), Promise.withResolvers<void>()];
    this.#held.set(step, { reached: reached.resolve, until: until.promise });
    return { reached: reached.promise, go: until.resolve };
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

describe('a command that is stopped', () => {
  const steps = new Steps();
  const orders = useOrders(async () => ({ RECONCILE_INTERVAL_MS: '50', INTENT_LEASE_MS: '60000', STEP_HOOK_URL: await steps.listen() }));
  afterAll(() => steps.close());
  const { order, orderIn, outcomeOf, send, stockOf, totalCount } = orders;
  const history = 'status version history { status }';

  let key = '';
  beforeEach(() => {
    key = randomUUID();
  });
  const place = () => outcomeOf(orders.place('ALFKI', [line(61, 2)], { idempotencyKey: key }, 'id status'));

  it.each(['place.intended', 'place.reserved'])(
    'at %s is undone by the reconciler, cannot commit afterwards, and its key places an order later',
    async (step) => {
      const [count, before] = [await totalCount(), await stockOf(61)];
      const held = steps.hold(step);
      const first = place();
      const orderId = await held.reached;
      expect([await order(orderId), await totalCount()]).toEqual([null, count]);
      expect(await place()).toBe('IDEMPOTENCY_IN_PROGRESS');
      await expire(orders);
      await settled(orders);
      expect(await stockOf(61)).toEqual(before);
      held.go();
      expect(await first).toBe('SERVICE_UNAVAILABLE');
      expect([await order(orderId), await totalCount(), await stockOf(61)]).toEqual([null, count, before]);
      await settled(orders);

      expect(await place()).toMatchObject({ status: 'PLACED' });
      expect([await totalCount(), await stockOf(61)]).toEqual([count + 1, { ...before, reserved: before.reserved + 2 }]);
    },
  );

  it('at place.committed has placed its order, and a repeat of it answers that one', async () => {
    const held = steps.hold('place.committed');
    const first = place();
    const id = await held.reached;
    expect(await intentsOf(orders)).toEqual([]);
    expect(await place()).toEqual({ id, status: 'PLACED' });
    held.go();
    expect(await first).toEqual({ id, status: 'PLACED' });
  });

  it.each(['place.claimed', 'place.priced', 'place.intended', 'place.reserved'])(
    'at %s loses its key when its claim is over: another places the one order',
    async (step) => {
      const [count, before] = [await totalCount(), await stockOf(61)];
      const held = steps.hold(step);
      const first = place();
      await held.reached;
      await clientOf(orders).$executeRaw(sql`UPDATE "IdempotencyKey" SET "leasedUntil" = now() - interval '1 second' WHERE "key" = ${key}`);
      const second = await place();
      expect(second).toMatchObject({ status: 'PLACED' });
      held.go();
      expect(await first).toBe('IDEMPOTENCY_IN_PROGRESS');
      await expire(orders); // what the first had reserved
      await settled(orders);
      expect([await totalCount(), await stockOf(61)]).toEqual([count + 1, { ...before, reserved: before.reserved + 2 }]);
      expect(await place()).toEqual(second);
    },
  );

  it.each(['cancel.committed', 'cancel.released'])('at %s: the order is cancelled, and the reconciler frees its stock', async (step) => {
    const before = await stockOf(59);
    const id = await orderIn('CONFIRMED', 'ALFKI', [line(59, 3)]);
    const held = steps.hold(step);
    const cancelling = outcomeOf(send('cancelOrder', 'manager', { id }, history));
    expect(await held.reached).toBe(id);
    const cancelled = { status: 'CANCELLED', version: 3, history: ['PLACED', 'CONFIRMED', 'CANCELLED'].map((status) => ({ status })) };
    expect(await order(id, history)).toEqual(cancelled);
    expect(await intentsOf(orders)).toMatchObject([{ orderId: Number(id), kind: 'CANCEL', byUser: userId('manager') }]);
    await expire(orders);
    await settled(orders);
    expect(await stockOf(59)).toEqual(before);
    held.go();
    expect([await cancelling, await order(id, history), await stockOf(59)]).toEqual([cancelled, cancelled, before]);
  });

  it.each(['ship.intended', 'ship.shipped'])('at %s keeps others off the order, and the reconciler ships it, once', async (step) => {
    const before = await stockOf(59);
    const id = await orderIn('CONFIRMED', 'ALFKI', [line(59, 3)]);
    const held = steps.hold(step);
    const shipping = outcomeOf(send('shipOrder', 'manager', { id, shipperId: '2' }, history));
    expect(await held.reached).toBe(id);
    expect(await order(id)).toEqual({ status: 'CONFIRMED', version: 2 });
    expect(await outcomeOf(send('cancelOrder', 'admin', { id }))).toEqual(['CONFLICT id']);
    expect(await outcomeOf(send('shipOrder', 'admin', { id, shipperId: '1' }))).toEqual(['CONFLICT id']);
    await expire(orders);
    await settled(orders);
    const shipped = { status: 'SHIPPED', version: 3, history: ['PLACED', 'CONFIRMED', 'SHIPPED'].map((status) => ({ status })) };
    expect(await order(id, history)).toEqual(shipped);
    held.go();
    expect([await shipping, await order(id, history)]).toEqual([shipped, shipped]);
    expect([await order(id, 'shipper { id }'), await stockOf(59)]).toEqual([
      { shipper: { id: '2' } },
      { onHand: before.onHand - 3, reserved: before.reserved },
    ]);
  });

  it('at ship.intended, given up because stock was short, ships nothing of an order that was cancelled since', async () => {
    const held = steps.hold('ship.intended');
    const shipping = outcomeOf(send('shipOrder', 'manager', { id: '11045', shipperId: '2' }, history));
    await held.reached;
    await expire(orders);
    await settled(orders);
    expect(await order('11045')).toEqual({ status: 'CONFIRMED', version: 1 });
    expect(await outcomeOf(send('cancelOrder', 'manager', { id: '11045' }, 'status'))).toEqual({ status: 'CANCELLED' });
    held.go();
    expect(await shipping).toEqual(['CONFLICT id']);
    expect([await order('11045'), await stockOf(33)]).toEqual([
      { status: 'CANCELLED', version: 2 },
      { onHand: 112, reserved: 0 },
    ]);
  });

  it('at ship.intended, given up because stock was short, takes nothing of what has come in since', async () => {
    const [id, before] = ['11051', await stockOf(24)];
    const adjust = (delta: number) =>
      orders.sibling('inventory').execute({
        document: `mutation { adjustStock(input: { idempotencyKey: "${delta}", productId: "24", delta: ${delta} }) { userErrors { code } } }`,
        as: 'manager',
      });
    await adjust(5 - before.onHand);
    const held = steps.hold('ship.intended');
    const shipping = outcomeOf(send('shipOrder', 'manager', { id, shipperId: '2' }, history));
    await held.reached;
    await expire(orders);
    await settled(orders);
    await adjust(before.onHand - 5);
    held.go();
    expect(await shipping).toEqual(['CONFLICT id']);
    expect([await order(id), await stockOf(24)]).toEqual([{ status: 'CONFIRMED', version: 1 }, before]);
    expect(await outcomeOf(send('shipOrder', 'manager', { id, shipperId: '2' }, 'status'))).toEqual({ status: 'SHIPPED' });
    expect(await stockOf(24)).toEqual({ ...before, onHand: before.onHand - 10 });
  });

  it('by inventory that does not answer is settled as soon as it does', async () => {
    const [toCancel, toShip] = [await orderIn('PLACED', 'ALFKI', [line(40, 5)]), await orderIn('CONFIRMED', 'ALFKI', [line(40, 7)])];
    const count = await totalCount();
    await breakInventory(orders);
    expect(await place()).toBe('DOWNSTREAM_SERVICE_ERROR');
    expect(await outcomeOf(send('cancelOrder', 'ALFKI', { id: toCancel }, 'status'))).toEqual({ status: 'CANCELLED' });
    expect(await outcomeOf(send('shipOrder', 'manager', { id: toShip, shipperId: '1' }))).toBe('DOWNSTREAM_SERVICE_ERROR');
    expect([await order(toShip), await totalCount(), await stockOf(40)]).toEqual([
      { status: 'CONFIRMED', version: 2 },
      count,
      { onHand: 123, reserved: 12 },
    ]);
    expect((await intentsOf(orders)).map(({ kind }) => kind).sort()).toEqual(['CANCEL', 'SHIP', expect.stringMatching(/^(PLACE|UNDO)$/)]);
    await repairInventory(orders);
    await expire(orders);
    await settled(orders);
    expect([await order(toCancel), await order(toShip)]).toEqual([
      { status: 'CANCELLED', version: 2 },
      { status: 'SHIPPED', version: 3 },
    ]);
    expect(await stockOf(40)).toEqual({ onHand: 116, reserved: 0 });
    expect(await place()).toMatchObject({ status: 'PLACED' });
    expect(await totalCount()).toBe(count + 1);
  });
});
