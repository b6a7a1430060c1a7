// Business rules of suppliers.
import { done, type Outcome, parseInput } from '@tributary/subgraph-kit';
import type { PrismaClient, Supplier } from './generated/prisma/client.ts';
import { createSupplierInput } from './inputs.ts';

/** Adds a supplier. */
export async function createSupplier(db: PrismaClient, input: unknown): Promise<Outcome<Supplier>> {
  const parsed = parseInput(createSupplierInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { companyName, contactName = null, phone = null } = parsed.value;
  return done(await db.supplier.create({ data: { companyName, contactName, phone } }));
}
