// What the commands of orders accept.
import { z } from 'zod';

const maxLines = 100;
const maxQuantity = 100_000;

const line = z.object({
  productId: z.string(),
  quantity: z.int().superRefine((quantity, context) => {
    if (quantity >= 1 && quantity <= maxQuantity) return;
    const message = `The quantity must be a whole number from 1 to ${maxQuantity.toLocaleString('en')}.`;
    context.addIssue({ code: 'custom', message, params: { code: 'INVALID_QUANTITY' } });
  }),
  discount: z.string().nullish(),
});

const lines = z
  .array(line)
  .min(1, 'An order has at least one line.')
  .max(maxLines, `An order has at most ${maxLines} lines.`)
  .superRefine((all, context) => {
    for (const [index, { productId }] of all.entries()) {
      if (all.findIndex((other) => other.productId === productId) === index) continue;
      const message = 'The product stands in the order twice; add the quantities up.';
      context.addIssue({ code: 'custom', path: [index, 'productId'], message, params: { code: 'DUPLICATE_LINE' } });
    }
  });

const text = z.string().trim().max(200, 'This has at most 200 characters.');
const needed = text.min(1, 'A value is needed here.');
const shipTo = z.object({
  name: needed,
  line1: needed,
  city: needed,
  region: text.nullish(),
  postalCode: text.nullish(),
  country: needed,
});

const customerId = z.string().nullish();
const expectedVersion = z.int().nullish();

export const orderQuoteInput = z.object({ customerId, lines });

export const placeOrderInput = z.object({
  idempotencyKey: z.string().regex(/^[\x20-\x7e]{1,64}$/, 'An idempotency key has 1 to 64 printable characters.'),
  customerId,
  lines,
  expectedTotal: z
    .string()
    .regex(/^\d+(\.\d{1,2})?$/, 'A total is 0 or more and has at most two decimals.')
    .nullish(),
  shipTo: shipTo.nullish(),
  shipperId: z.string().nullish(),
  requiredBy: z.date().nullish(),
});

export const confirmOrderInput = z.object({ id: z.string(), expectedVersion });
export const cancelOrderInput = z.object({
  id: z.string(),
  expectedVersion,
  reason: z.string().trim().max(500, 'A reason has at most 500 characters.').nullish(),
});
export const shipOrderInput = z.object({ id: z.string(), expectedVersion, shipperId: z.string() });

export type LineInput = z.output<typeof line>;
export type PlaceOrderInput = z.output<typeof placeOrderInput>;
