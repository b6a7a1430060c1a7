// What the fault tests share: a system whose commands can be stopped at each named step, and what must hold afterwards.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bundledDatabase, root, type System, serviceLog, serviceProcess, startSystem, until } from '@tributary/test-kit';
import pg from 'pg';
import { request } from 'undici';

/** The steps that the code names, read from its list. */
export const steps = [...readFileSync(join(root, 'subgraphs/orders/src/steps.ts'), 'utf8').matchAll(/^ {2}'([\w.]+)',$/gm)].map(
  ([, step = '']) => step,
);

export interface FaultySystem extends System {
  /** Kills a service the next time that a command comes to the step; resolves when that has happened. */
  killAt(step: string, service: string): Promise<void>;
  /** Waits until both services run and answer: one that was killed is started again. */
  untilReady(): Promise<void>;
  /** Waits until no command is half-way, and gives every way in which orders and stock disagree. */
  disagreements(): Promise<string[]>;
  readonly orders: pg.Pool;
  readonly inventory: pg.Pool;
}

export async function startFaultySystem(): Promise<FaultySystem> {
  let armed: { step: string; kill: () => void } | null = null;
  const hook = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { step } = JSON.parse(Buffer.concat(chunks).toString()) as { step: string }; // written by the step hook
      if (armed?.step === step) {
        armed.kill();
        armed = null;
      }
      response.end();
    });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const { port } = hook.address() as AddressInfo; // a TCP server that listens has one
  const system = await startSystem({
    env: { STEP_HOOK_URL: `http://127.0.0.1:${port}/`, RECONCILE_INTERVAL_MS: '200', INTENT_LEASE_MS: '1000' },
  });
  const pool = (name: 'orders' | 'inventory') =>
    new pg.Pool({ connectionString: bundledDatabase(system.dataDir, name), max: 2 }).on('error', () => undefined); // when the server stops
  const [orders, inventory] = [pool('orders'), pool('inventory')];
  return {
    ...system,
    orders,
    inventory,
    killAt: (step, service) =>
      new Promise((resolve, reject) => {
        armed = {
          step,
          kill: () => {
            const pid = serviceProcess(system.process.pid ?? 0, service);
            if (pid === null) return reject(new Error(`${service} does not run.`));
            process.kill(pid, 'SIGKILL');
            resolve();
          },
        };
      }),
    async untilReady() {
      for (const service of ['orders', 'inventory'] as const) await until(`${service} is ready`, () => isReady(system, service));
    },
    disagreements: () => disagreementsOf(orders, inventory),
    async remove() {
      await Promise.all([orders.end(), inventory.end()]);
      await system.remove();
      hook.closeAllConnections();
      await new Promise((resolve) => hook.close(resolve));
    },
  };
}

async function isReady({ process: start, dataDir }: System, service: 'orders' | 'inventory'): Promise<boolean> {
  if (serviceProcess(start.pid ?? 0, service) === null) return false;
  const url = serviceLog(dataDir, service).findLast(({ message }) => message === 'listening')?.['url'];
  const response = await request(new URL('/readyz', String(url))).catch(() => null);
  await response?.body.dump();
  return response?.statusCode === 200;
}

/** Waits until no command is half-way, and gives every way in which orders and stock disagree. */
export async function disagreementsOf(orders: pg.Pool, inventory: pg.Pool): Promise<string[]> {
  await until('no command is half-way', async () => (await orders.query('SELECT 1 FROM "OrderIntent"')).rowCount === 0, 60_000);
  return linesThatDisagree(orders, inventory);
}

/** Orders of the source hold no reservation; those placed since do, from PLACED until they are shipped or cancelled. */
async function linesThatDisagree(orders: pg.Pool, inventory: pg.Pool): Promise<string[]> {
  const open = await orders.query<{ line: string }>(
    `SELECT l."orderId" || ' ' || l."productId" || ' ' || l.quantity AS line FROM "OrderLine" l JOIN "Order" o ON o.id = l."orderId"
     WHERE o.id > 11077 AND o.status IN ('PLACED', 'CONFIRMED')`,
  );
  const held = await inventory.query<{ line: string }>(
    `SELECT l."orderId" || ' ' || l."productId" || ' ' || l.quantity AS line FROM "ReservationLine" l JOIN "Reservation" r USING ("orderId")
     WHERE r.state = 'HELD'`,
  );
  const sums = await inventory.query<{ line: string }>(
    `SELECT s."productId" || ' has ' || s.reserved || ' reserved' AS line FROM "Stock" s
     LEFT JOIN (SELECT l."productId", sum(l.quantity) AS held FROM "ReservationLine" l JOIN "Reservation" r USING ("orderId")
       WHERE r.state = 'HELD' GROUP BY 1) h USING ("productId")
     WHERE s.reserved <> coalesce(h.held, 0)`,
  );
  const [wanted, found] = [open.rows.map(({ line }) => line), held.rows.map(({ line }) => line)];
  return [
    ...wanted.filter((line) => !found.includes(line)).map((line) => `an order without its reservation: ${line}`),
    ...found.filter((line) => !wanted.includes(line)).map((line) => `a reservation without its order: ${line}`),
    ...sums.rows.map(({ line }) => line),
  ];
}
