// Places an order: prices it, reserves its stock, and writes it; never without its reservation, never twice.
import { AppError } from '@tributary/errors';
import {
  done,
  type IdempotencyClaim,
  type IdempotentOutcome,
  numberOf,
  type Outcome,
  parseInput,
  recordAudit,
  refused,
  runIdempotently,
  userError,
} from '@tributary/subgraph-kit';
import { buyerOf, isStaff } from './buyer.ts';
import type { Context } from './context.ts';
import type { Order, Prisma } from './generated/prisma/client.ts';
import { type PlaceOrderInput, placeOrderInput } from './inputs.ts';
import { abandon, intendToPlace, settle } from './intents.ts';
import { priceLines, shortageErrors } from './price-lines.ts';
import { type PricedLine, totalsOf } from './pricing.ts';
import { countSale } from './sales.ts';

type Destination = Pick<Order, 'shipName' | 'shipLine1' | 'shipCity' | 'shipRegion' | 'shipPostalCode' | 'shipCountry'>;

/** The highest that the columns of an order hold. */
const maxTotal = '999999999999.99';

interface Draft {
  readonly customerId: string;
  readonly lines: readonly PricedLine[];
  readonly destination: Destination;
  readonly shipperId: number | null;
  readonly requiredBy: Date | null;
}

/** @throws {AppError} IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_PROGRESS, DOWNSTREAM_SERVICE_ERROR */
export async function placeOrder(context: Context, input: unknown): Promise<Outcome<Order>> {
  const { db, principal, reached, intentLeaseMs } = context;
  const parsed = parseInput(placeOrderInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { idempotencyKey: key } = parsed.value;
  const request = { client: db, principal, mutation: 'placeOrder', key, input: parsed.value, leaseMs: intentLeaseMs };
  const outcome = await runIdempotently(request, async (claim) => {
    await reached('place.claimed', key);
    const draft = await draftOf(context, parsed.value);
    if (draft.kind === 'refused') return draft;
    await reached('place.priced', key);
    return reserveAndCommit(context, draft.value, claim);
  });
  return outcome.kind === 'refused' ? outcome : done(await db.order.findUniqueOrThrow({ where: { id: Number(outcome.objectId) } }));
}

/** Everything about the order that can be refused before stock is touched. */
async function draftOf(context: Context, input: PlaceOrderInput): Promise<Outcome<Draft>> {
  const { principal, prices, requestId } = context;
  const buyer = buyerOf(principal, input.customerId);
  if (buyer.kind === 'refused') return buyer;
  const destination = await destinationOf(context, buyer.value, input.shipTo);
  if (destination.kind === 'refused') return destination;
  const shipperId = input.shipperId == null ? null : numberOf(input.shipperId);
  if (shipperId !== null && (await context.db.shipper.findUnique({ where: { id: shipperId } })) === null) {
    return refused(userError('NOT_FOUND', 'There is no such shipper.', ['shipperId']));
  }
  const requiredBy = input.requiredBy ?? null;
  if (requiredBy !== null && requiredBy.toISOString().slice(0, 10) < new Date().toISOString().slice(0, 10)) {
    return refused(userError('INVALID_INPUT', 'An order cannot be wanted by a day that has passed.', ['requiredBy']));
  }
  const priced = await priceLines({ prices, principal, requestId, lines: input.lines });
  if (priced.kind === 'refused') return priced;
  const { total } = totalsOf(priced.value);
  if (total.greaterThan(maxTotal)) {
    return refused(userError('INVALID_INPUT', `An order costs at most ${maxTotal}; this one would cost ${total.toFixed(2)}.`, ['lines']));
  }
  if (input.expectedTotal != null && !total.equals(input.expectedTotal)) {
    return refused(userError('TOTAL_CHANGED', `The total is ${total.toFixed(2)} by now.`, ['expectedTotal']));
  }
  return done({ customerId: buyer.value, lines: priced.value, destination: destination.value, shipperId, requiredBy });
}

/** Where the order goes: as the buyer says, else to the company's address. A company that staff name must exist. */
async function destinationOf(
  { principal, companies, requestId }: Context,
  customerId: string,
  shipTo: PlaceOrderInput['shipTo'],
): Promise<Outcome<Destination>> {
  if (shipTo != null && !isStaff(principal)) return done(destination(shipTo.name, shipTo));
  const company = await companies.find(customerId, requestId);
  if (company === null) return refused(userError('NOT_FOUND', undefined, ['customerId']));
  return done(shipTo == null ? destination(company.companyName, company.address) : destination(shipTo.name, shipTo));
}

type Place = { readonly [Part in 'line1' | 'city' | 'region' | 'postalCode' | 'country']?: string | null | undefined };

function destination(name: string, { line1, city, region, postalCode, country }: Place): Destination {
  return {
    shipName: name,
    shipLine1: line1 ?? null,
    shipCity: city ?? null,
    shipRegion: region ?? null,
    shipPostalCode: postalCode ?? null,
    shipCountry: country ?? null,
  };
}

async function reserveAndCommit(context: Context, draft: Draft, claim: IdempotencyClaim): Promise<IdempotentOutcome> {
  const { db, stockRoom, requestId, reached, intentLeaseMs } = context;
  const id = await intendToPlace(db, intentLeaseMs);
  const orderId = String(id);
  await reached('place.intended', orderId);
  const lines = draft.lines.map(({ productId, quantity }) => ({ productId, quantity }));
  const reservation = await stockRoom.reserve(orderId, lines, requestId).catch(async (error: unknown) => {
    await abandon(db, id); // it may have been reserved: the reconciler releases it
    throw error;
  });
  if (reservation.outcome === 'SHORT') {
    await settle(db, id, 'PLACE');
    const left = new Map(reservation.shortages.map(({ productId, availableQuantity }) => [productId, availableQuantity]));
    return refused(...shortageErrors(lines, left));
  }
  if (reservation.outcome === 'RELEASED') throw tooSlow();
  await reached('place.reserved', orderId);
  await db.$transaction((transaction) => commit(transaction, context, id, draft, claim));
  await reached('place.committed', orderId);
  return { kind: 'done', objectId: orderId };
}

/** Order, history, read models, the end of the intent and the idempotent outcome: all of it or nothing. */
async function commit(
  transaction: Prisma.TransactionClient,
  context: Context,
  id: number,
  draft: Draft,
  claim: IdempotencyClaim,
): Promise<void> {
  if (!(await settle(transaction, id, 'PLACE'))) throw tooSlow();
  const { principal } = context;
  const { lines, destination: shipTo, ...order } = draft;
  const placedAt = new Date();
  const byUser = principal.kind === 'user' ? principal.userId : null;
  const placed = await transaction.order.create({
    data: {
      id,
      status: 'PLACED',
      placedAt,
      ...order,
      ...shipTo,
      ...totalsOf(lines),
      units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
      salesRepId: await salesRepOf(transaction, principal, draft.customerId),
      lines: { create: lines.map((line, position) => ({ ...line, position, productId: numberOf(line.productId) })) },
      events: { create: { status: 'PLACED', at: placedAt, byUser } },
    },
  });
  await countSale(transaction, id, 1);
  const { status, customerId, units, total } = placed;
  await recordAudit(transaction, context, {
    action: 'order.place',
    object: { type: 'Order', id },
    after: { status, customerId, units, total },
  });
  await claim.complete(transaction, String(id));
}

/** The employee who places it; for a customer's own order, whoever looked after the company's latest. */
async function salesRepOf(
  transaction: Prisma.TransactionClient,
  principal: Context['principal'],
  customerId: string,
): Promise<number | null> {
  if (isStaff(principal)) return principal.kind === 'user' && principal.employeeId !== null ? Number(principal.employeeId) : null;
  const latest = await transaction.order.findFirst({
    where: { customerId },
    orderBy: [{ placedAt: 'desc' }, { id: 'desc' }],
    select: { salesRepId: true },
  });
  return latest?.salesRepId ?? null;
}

const tooSlow = () => new AppError('SERVICE_UNAVAILABLE', 'The order took too long and was undone; place it again.');
