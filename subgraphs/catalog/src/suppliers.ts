// Business rules of suppliers.
import { done, type Outcome, parseInput, recordAudit } from '@tributary/subgraph-kit';
import type { Context } from './context.ts';
import type { Supplier } from './generated/prisma/client.ts';
import { createSupplierInput } from './inputs.ts';

/** Adds a supplier. */
export async function createSupplier(context: Context, input: unknown): Promise<Outcome<Supplier>> {
  const parsed = parseInput(createSupplierInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { companyName, contactName = null, phone = null } = parsed.value;
  return context.db.$transaction(async (transaction) => {
    const supplier = await transaction.supplier.create({ data: { companyName, contactName, phone } });
    const object = { type: 'Supplier', id: supplier.id };
    await recordAudit(transaction, context, { action: 'supplier.create', object, after: supplier, about: `supplier:${supplier.id}` });
    return done(supplier);
  });
}
