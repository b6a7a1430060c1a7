// Business rules of categories.
import { done, type Outcome, parseInput, recordAudit, refused, userError } from '@tributary/subgraph-kit';
import type { Context } from './context.ts';
import { type Category, Prisma } from './generated/prisma/client.ts';
import { createCategoryInput } from './inputs.ts';

/** Adds a category; no two share a name. */
export async function createCategory(context: Context, input: unknown): Promise<Outcome<Category>> {
  const parsed = parseInput(createCategoryInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { name, description = null } = parsed.value;
  try {
    return await context.db.$transaction(async (transaction) => {
      const category = await transaction.category.create({ data: { name, description } });
      await recordAudit(transaction, context, {
        action: 'category.create',
        object: { type: 'Category', id: category.id },
        after: category,
      });
      return done(category);
    });
  } catch (error) {
    // The unique index decides, so that two at once cannot both pass a check before.
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    return refused(userError('ALREADY_EXISTS', 'There is a category of this name.', ['name']));
  }
}
