// Business rules of stock: corrections, deliveries, reorder levels; each change is a line of the ledger.
import type { Principal } from '@tributary/auth-kit';
import { done, numberOf, type Outcome, parseInput, refused, runIdempotently, userError } from '@tributary/subgraph-kit';
import { z } from 'zod';
import { availableOf } from './availability.ts';
import { Prisma, type PrismaClient, type Stock, type StockMovementReason } from './generated/prisma/client.ts';

type Transaction = Prisma.TransactionClient;

const maxQuantity = 1_000_000;
const idempotencyKey = z.string().regex(/^[\x20-\x7e]{1,64}$/, 'An idempotency key has 1 to 64 printable characters.');
const remark = z.string().trim().max(500, 'A remark has at most 500 characters.').nullish();

const adjustStockInput = z.object({
  idempotencyKey,
  productId: z.string(),
  delta: z.int().min(-maxQuantity, `At most ${maxQuantity} at a time.`).max(maxQuantity, `At most ${maxQuantity} at a time.`).refine((delta) => delta !== 0, 'A correction by 0 corrects nothing.'),
  note: remark,
});
const receiveStockInput = z.object({
  idempotencyKey,
  productId: z.string(),
  quantity: z.int().min(1, 'A delivery has at least one item.').max(maxQuantity, `At most ${maxQuantity} at a time.`),
  reference: remark,
});
const setReorderLevelInput = z.object({
  productId: z.string(),
  reorderLevel: z.int().min(0, 'A reorder level is 0 or more.').max(maxQuantity, `At most ${maxQuantity}.`),
});

export interface StockCommand {
  readonly db: PrismaClient;
  readonly principal: Principal;
  readonly input: unknown;
}

/** Corrects the stock by a count; never below what is reserved. */
export async function adjustStock({ db, principal, input }: StockCommand): Promise<Outcome<Stock>> {
  const parsed = parseInput(adjustStockInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { idempotencyKey: key, productId, delta, note = null } = parsed.value;
  return once({ db, principal, mutation: 'adjustStock', key, input: parsed.value, productId }, (stock) => {
    if (stock.onHand + delta < stock.reserved) {
      return refused(userError('INSUFFICIENT_STOCK', `Only ${availableOf(stock)} are available; the others are reserved for orders.`, ['delta']));
    }
    return done({ delta, reason: 'ADJUSTMENT', reference: note, onOrder: 0 });
  });
}

/** Books a delivery. */
export async function receiveStock({ db, principal, input }: StockCommand): Promise<Outcome<Stock>> {
  const parsed = parseInput(receiveStockInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { idempotencyKey: key, productId, quantity, reference = null } = parsed.value;
  return once({ db, principal, mutation: 'receiveStock', key, input: parsed.value, productId }, (stock) =>
    done({ delta: quantity, reason: 'RECEIVED', reference, onOrder: -Math.min(quantity, stock.onOrder) }),
  );
}

/** Sets the reorder level. */
export async function setReorderLevel(db: PrismaClient, input: unknown): Promise<Outcome<Stock>> {
  const parsed = parseInput(setReorderLevelInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { reorderLevel } = parsed.value;
  const productId = numberOf(parsed.value.productId);
  if (productId === 0) return refused(userError('NOT_FOUND', undefined, ['productId']));
  const stock = await db.stock.upsert({ where: { productId }, create: { productId, onHand: 0, reorderLevel }, update: { reorderLevel } });
  return done(stock);
}

interface Change {
  readonly delta: number;
  readonly reason: StockMovementReason;
  readonly reference: string | null;
  /** Change of what is on order. */
  readonly onOrder: number;
}

interface OnceOptions {
  readonly db: PrismaClient;
  readonly principal: Principal;
  readonly mutation: string;
  readonly key: string;
  readonly input: unknown;
  readonly productId: string;
}

/** Decides about a change with the stock row locked, and books it once per key. */
async function once(options: OnceOptions, decide: (stock: Stock) => Outcome<Change>): Promise<Outcome<Stock>> {
  const { db, principal, mutation, key, input } = options;
  const productId = numberOf(options.productId);
  if (productId === 0) return refused(userError('NOT_FOUND', undefined, ['productId']));
  const outcome = await runIdempotently({ client: db, principal, mutation, key, input }, (claim) =>
    db.$transaction(async (transaction) => {
      const stock = await lockStock(transaction, productId);
      const decision = decide(stock);
      if (decision.kind === 'refused') return decision;
      const { delta, reason, reference, onOrder } = decision.value;
      await transaction.stock.update({ where: { productId }, data: { onHand: { increment: delta }, onOrder: { increment: onOrder } } });
      await transaction.stockMovement.create({ data: { productId, delta, reservedDelta: 0, reason, reference } });
      await claim.complete(transaction, String(productId));
      return { kind: 'done' as const, objectId: String(productId) };
    }),
  );
  if (outcome.kind === 'refused') return outcome;
  return done(await db.stock.findUniqueOrThrow({ where: { productId: numberOf(outcome.objectId) } }));
}

/** Locks the row of a product, and makes one when there is none. */
async function lockStock(transaction: Transaction, productId: number): Promise<Stock> {
  await transaction.$executeRaw(Prisma.sql`INSERT INTO "Stock" ("productId", "onHand") VALUES (${productId}, 0) ON CONFLICT DO NOTHING`);
  const [stock] = await transaction.$queryRaw<Stock[]>(Prisma.sql`SELECT * FROM "Stock" WHERE "productId" = ${productId} FOR UPDATE`);
  if (stock === undefined) throw new Error(`The stock of product ${productId} vanished while it was being locked.`);
  return stock;
}
