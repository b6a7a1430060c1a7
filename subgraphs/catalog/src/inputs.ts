// What the catalog's commands accept.
import { z } from 'zod';

const maxNameLength = 200;
const maxTextLength = 2_000;

const named = (what: string) =>
  z.string().trim().min(1, `Give the ${what} a name.`).max(maxNameLength, `A name has at most ${maxNameLength} characters.`);
const text = z
  .string()
  .trim()
  .max(maxTextLength, `This has at most ${maxTextLength.toLocaleString('en')} characters.`);

/** A price in a command: at most two decimals, above 0, at most 9,999,999.99; never rounded. */
const price = z.string().superRefine((value, context) => {
  const fits = /^\d{1,7}(\.\d{1,2})?$/.test(value) && Number(value) > 0;
  if (!fits) {
    const message = 'A price has at most two decimals and lies between 0.01 and 9,999,999.99.';
    context.addIssue({ code: 'custom', message, params: { code: 'INVALID_PRICE' } });
  }
});

const expectedVersion = z.int().nullish();

/** A required field that an update may leave out but not clear. */
const notCleared = <Schema extends z.ZodType>(schema: Schema, what: string) =>
  z.preprocess((value, context) => {
    if (value === null) context.addIssue({ code: 'custom', message: `A product needs a ${what}.`, params: { code: 'REQUIRED' } });
    return value === null ? undefined : value;
  }, schema.optional());

export const createProductInput = z.object({
  name: named('product'),
  quantityPerUnit: text.nullish(),
  unitPrice: price,
  categoryId: z.string(),
  supplierId: z.string(),
});

export const updateProductInput = z.object({
  id: z.string(),
  expectedVersion,
  name: notCleared(named('product'), 'name'),
  quantityPerUnit: text.nullish(),
  categoryId: notCleared(z.string(), 'category'),
  supplierId: notCleared(z.string(), 'supplier'),
});

export const changePriceInput = z.object({ id: z.string(), expectedVersion, unitPrice: price });
export const discontinueProductInput = z.object({ id: z.string() });
export const createCategoryInput = z.object({ name: named('category'), description: text.nullish() });
export const createSupplierInput = z.object({ companyName: named('supplier'), contactName: text.nullish(), phone: text.nullish() });
