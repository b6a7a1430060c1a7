// Business rules of products: the only writer of products and their prices.
import { done, numberOf, type Outcome, parseInput, recordAudit, refused, type UserError, userError } from '@tributary/subgraph-kit';
import type { Context } from './context.ts';
import { Prisma, type Product } from './generated/prisma/client.ts';
import { changePriceInput, createProductInput, discontinueProductInput, updateProductInput } from './inputs.ts';

type Transaction = Prisma.TransactionClient;

/** Adds a product; its first price starts its price history. */
export async function createProduct(context: Context, input: unknown): Promise<Outcome<Product>> {
  const parsed = parseInput(createProductInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { categoryId, supplierId, quantityPerUnit = null, ...rest } = parsed.value;
  return context.db.$transaction(async (transaction) => {
    const category = await referenceTo(transaction, 'category', categoryId);
    const supplier = await referenceTo(transaction, 'supplier', supplierId);
    if (typeof category !== 'number' || typeof supplier !== 'number') {
      return refused(...[category, supplier].filter((found) => typeof found !== 'number'));
    }
    const product = await transaction.product.create({ data: { ...rest, quantityPerUnit, categoryId: category, supplierId: supplier } });
    await transaction.priceChange.create({ data: { productId: product.id, price: product.unitPrice, changedAt: product.updatedAt } });
    await recordAudit(transaction, context, { action: 'product.create', object: { type: 'Product', id: product.id }, after: product });
    return done(product);
  });
}

/** Changes what a product is. An absent field stays, null clears. */
export async function updateProduct(context: Context, input: unknown): Promise<Outcome<Product>> {
  const parsed = parseInput(updateProductInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { id, expectedVersion, name, quantityPerUnit, categoryId, supplierId } = parsed.value;
  return changeProduct(context, 'product.update', { id, expectedVersion }, async (transaction) => {
    const category = categoryId === undefined ? undefined : await referenceTo(transaction, 'category', categoryId);
    const supplier = supplierId === undefined ? undefined : await referenceTo(transaction, 'supplier', supplierId);
    const problems = [category, supplier].filter((found) => typeof found === 'object');
    if (problems.length > 0) return refused(...problems);
    return done({
      ...(name !== undefined && { name }),
      ...(quantityPerUnit !== undefined && { quantityPerUnit }),
      ...(typeof category === 'number' && { categoryId: category }),
      ...(typeof supplier === 'number' && { supplierId: supplier }),
    });
  });
}

/** Sets a price from now on, and keeps the old one in the history. The price that it already has changes nothing. */
export async function changePrice(context: Context, input: unknown): Promise<Outcome<Product>> {
  const parsed = parseInput(changePriceInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { unitPrice, ...target } = parsed.value;
  return changeProduct(context, 'product.changePrice', target, async (transaction, product) => {
    if (product.unitPrice.equals(unitPrice)) return done({});
    await transaction.priceChange.create({ data: { productId: product.id, price: unitPrice } });
    return done({ unitPrice });
  });
}

/** Ends the sale of a product; ending it twice changes nothing. */
export async function discontinueProduct(context: Context, input: unknown): Promise<Outcome<Product>> {
  const parsed = parseInput(discontinueProductInput, input);
  if (parsed.kind === 'refused') return parsed;
  return changeProduct(context, 'product.discontinue', parsed.value, async (_transaction, product) =>
    done(product.discontinued ? {} : { discontinued: true }),
  );
}

type Changes = Prisma.ProductUncheckedUpdateInput;

/** Locks a product, checks its version, and writes what `decide` answers; nothing to write leaves the version as it is. */
async function changeProduct(
  context: Context,
  action: string,
  { id, expectedVersion }: { readonly id: string; readonly expectedVersion?: number | null | undefined },
  decide: (transaction: Transaction, product: Product) => Promise<Outcome<Changes>>,
): Promise<Outcome<Product>> {
  return context.db.$transaction(async (transaction) => {
    const [product] = await transaction.$queryRaw<Product[]>(Prisma.sql`SELECT * FROM "Product" WHERE "id" = ${numberOf(id)} FOR UPDATE`);
    if (product === undefined) return refused(userError('NOT_FOUND', undefined, ['id']));
    if (expectedVersion != null && product.version !== expectedVersion) {
      return refused(userError('CONFLICT', `The product has version ${product.version} by now.`, ['expectedVersion']));
    }
    const decision = await decide(transaction, product);
    if (decision.kind === 'refused') return decision;
    if (Object.keys(decision.value).length === 0) return done(product);
    const data = { ...decision.value, version: { increment: 1 }, updatedAt: new Date() };
    const changed = await transaction.product.update({ where: { id: product.id }, data });
    await recordAudit(transaction, context, { action, object: { type: 'Product', id: product.id }, before: product, after: changed });
    return done(changed);
  });
}

/** The number of a category or supplier that exists, or the problem with it. */
async function referenceTo(transaction: Transaction, kind: 'category' | 'supplier', id: string): Promise<number | UserError> {
  const where = { where: { id: numberOf(id) }, select: { id: true } };
  const found = await (kind === 'category' ? transaction.category.findUnique(where) : transaction.supplier.findUnique(where));
  return found?.id ?? userError('NOT_FOUND', `There is no such ${kind}.`, [`${kind}Id`]);
}
