// Business rules of categories.
import { done, type Outcome, parseInput, refused, userError } from '@tributary/subgraph-kit';
import { type Category, Prisma, type PrismaClient } from './generated/prisma/client.ts';
import { createCategoryInput } from './inputs.ts';

/** Adds a category; no two share a name. */
export async function createCategory(db: PrismaClient, input: unknown): Promise<Outcome<Category>> {
  const parsed = parseInput(createCategoryInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { name, description = null } = parsed.value;
  try {
    return done(await db.category.create({ data: { name, description } }));
  } catch (error) {
    // The unique index decides, so that two at once cannot both pass a check before.
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    return refused(userError('ALREADY_EXISTS', 'There is a category of this name.', ['name']));
  }
}
