// What the commands of inventory accept.
import { z } from 'zod';

const maxQuantity = 1_000_000;
const tooMany = `At most ${maxQuantity.toLocaleString('en')} at a time.`;

const idempotencyKey = z.string().regex(/^[\x20-\x7e]{1,64}$/, 'An idempotency key has 1 to 64 printable characters.');
const remark = z.string().trim().max(500, 'A remark has at most 500 characters.').nullish();

export const adjustStockInput = z.object({
  idempotencyKey,
  productId: z.string(),
  delta: z
    .int()
    .min(-maxQuantity, tooMany)
    .max(maxQuantity, tooMany)
    .refine((delta) => delta !== 0, 'A correction by 0 corrects nothing.'),
  note: remark,
});

export const receiveStockInput = z.object({
  idempotencyKey,
  productId: z.string(),
  quantity: z.int().min(1, 'A delivery has at least one item.').max(maxQuantity, tooMany),
  reference: remark,
});

export const setReorderLevelInput = z.object({
  productId: z.string(),
  reorderLevel: z
    .int()
    .min(0, 'A reorder level is 0 or more.')
    .max(maxQuantity, `At most ${maxQuantity.toLocaleString('en')}.`),
});

export const orderIdInput = z.string().regex(/^[\x21-\x7e]{1,64}$/, 'This is not the id of an order.');

export const attemptInput = z.string().regex(/^[\x21-\x7e]{1,64}$/, 'This is not a try.');

export const stockLinesInput = z
  .array(z.object({ productId: z.string(), quantity: z.int().min(1, 'A line has a quantity of at least 1.') }))
  .min(1, 'There are no lines.')
  .refine((lines) => new Set(lines.map(({ productId }) => productId)).size === lines.length, 'A product stands in the lines twice.');
