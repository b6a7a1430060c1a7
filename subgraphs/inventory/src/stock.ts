// Business rules of stock: corrections, deliveries, reorder levels; each change is a line of the ledger.
import {
  type AuditedRequest,
  done,
  numberOf,
  type Outcome,
  parseInput,
  recordAudit,
  refused,
  runIdempotently,
  userError,
} from '@tributary/subgraph-kit';
import { availableOf, emptyStock } from './availability.ts';
import type { PrismaClient, Stock } from './generated/prisma/client.ts';
import { adjustStockInput, receiveStockInput, setReorderLevelInput } from './inputs.ts';
import { book, type Entry, lockStocks, openStock } from './ledger.ts';

/** Far from where a quantity would no longer fit its column. */
const maxOnHand = 1_000_000_000;

export interface StockCommand extends AuditedRequest {
  readonly db: PrismaClient;
  readonly input: unknown;
}

/** Corrects the stock by a count; never below what is reserved. */
export async function adjustStock({ input, ...request }: StockCommand): Promise<Outcome<Stock>> {
  const parsed = parseInput(adjustStockInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { idempotencyKey: key, productId, delta, note = null } = parsed.value;
  return once({ ...request, mutation: 'adjustStock', key, input: parsed.value, productId }, (stock) => {
    if (stock.onHand + delta < stock.reserved) {
      return refused(
        userError('INSUFFICIENT_STOCK', `Only ${availableOf(stock)} are available; the others are reserved for orders.`, ['delta']),
      );
    }
    if (stock.onHand + delta > maxOnHand) return tooMuch('delta');
    return done({ onHand: delta, onOrder: 0, reason: 'ADJUSTMENT', reference: note });
  });
}

/** Books a delivery. What was not on order joins the warehouse all the same: it is there. */
export async function receiveStock({ input, ...request }: StockCommand): Promise<Outcome<Stock>> {
  const parsed = parseInput(receiveStockInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { idempotencyKey: key, productId, quantity, reference = null } = parsed.value;
  return once({ ...request, mutation: 'receiveStock', key, input: parsed.value, productId }, (stock) => {
    if (stock.onHand + quantity > maxOnHand) return tooMuch('quantity');
    return done({ onHand: quantity, onOrder: -Math.min(quantity, stock.onOrder), reason: 'RECEIVED', reference });
  });
}

/** Sets the reorder level. */
export async function setReorderLevel({ db, input, ...request }: StockCommand): Promise<Outcome<Stock>> {
  const parsed = parseInput(setReorderLevelInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { reorderLevel } = parsed.value;
  const productId = numberOf(parsed.value.productId);
  if (productId === 0) return noSuchProduct();
  return db.$transaction(async (transaction) => {
    await openStock(transaction, productId);
    const before = (await lockStocks(transaction, [productId])).get(productId) ?? emptyStock(productId);
    const stock = await transaction.stock.update({ where: { productId }, data: { reorderLevel } });
    await recordAudit(transaction, request, {
      action: 'stock.setReorderLevel',
      object: { type: 'Stock', id: productId },
      before,
      after: stock,
    });
    return done(stock);
  });
}

interface Change extends Entry {
  /** Change of what lies in the warehouse. */
  readonly onHand: number;
  /** Change of what is on order. */
  readonly onOrder: number;
}

interface OnceOptions extends AuditedRequest {
  readonly db: PrismaClient;
  readonly mutation: 'adjustStock' | 'receiveStock';
  readonly key: string;
  readonly input: unknown;
  readonly productId: string;
}

/** Decides about a change with the stock locked, and books it once per key. */
async function once(options: OnceOptions, decide: (stock: Stock) => Outcome<Change>): Promise<Outcome<Stock>> {
  const { db, principal, mutation, key, input } = options;
  const productId = numberOf(options.productId);
  if (productId === 0) return noSuchProduct();
  const outcome = await runIdempotently({ client: db, principal, mutation, key, input }, (claim) =>
    db.$transaction(async (transaction) => {
      const stock = (await lockStocks(transaction, [productId])).get(productId) ?? emptyStock(productId);
      const decision = decide(stock);
      if (decision.kind === 'refused') return decision;
      const { onHand, onOrder, ...entry } = decision.value;
      await openStock(transaction, productId);
      await book(transaction, entry, [{ productId, onHand, reserved: 0, onOrder }]);
      const after = { onHand: stock.onHand + onHand, onOrder: stock.onOrder + onOrder };
      const action = mutation === 'adjustStock' ? 'stock.adjust' : 'stock.receive';
      const before = { onHand: stock.onHand, onOrder: stock.onOrder };
      await recordAudit(transaction, options, { action, object: { type: 'Stock', id: productId }, before, after });
      await claim.complete(transaction, String(productId));
      return { kind: 'done' as const, objectId: String(productId) };
    }),
  );
  if (outcome.kind === 'refused') return outcome;
  return done(await db.stock.findUniqueOrThrow({ where: { productId: numberOf(outcome.objectId) } }));
}

const noSuchProduct = () => refused(userError('NOT_FOUND', 'There is no such product.', ['productId']));
const tooMuch = (field: string) => refused(userError('INVALID_INPUT', `A stock holds at most ${maxOnHand.toLocaleString('en')}.`, [field]));
