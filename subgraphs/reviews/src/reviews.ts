// Business rules of reviews: who may write one, and what a decision does to the product's rating.
import { type AuditedRequest, done, numberOf, type Outcome, parseInput, recordAudit, refused, userError } from '@tributary/subgraph-kit';
import { z } from 'zod';
import type { Context } from './context.ts';
import type { Purchases } from './datasources/purchases.ts';
import { Prisma, type PrismaClient, type Review } from './generated/prisma/client.ts';
import { changeRatingCount } from './ratings.ts';

const maxTitleLength = 120;
const maxBodyLength = 5_000;
const maxReasonLength = 1_000;

const text = (what: string, max: number) =>
  z
    .string()
    .trim()
    .min(1, `Give the review a ${what}.`)
    .max(max, `A ${what} has at most ${max.toLocaleString('en')} characters.`);

const writeReviewInput = z.object({
  productId: z.string(),
  rating: z.int().min(1, 'A rating is 1 to 5.').max(5, 'A rating is 1 to 5.'),
  title: text('title', maxTitleLength),
  body: text('body', maxBodyLength),
});

const moderateReviewInput = z.object({
  id: z.string(),
  decision: z.enum(['PUBLISH', 'REJECT']),
  reason: z
    .string()
    .max(maxReasonLength, `A reason has at most ${maxReasonLength.toLocaleString('en')} characters.`)
    .nullish(),
});

interface WriteReview extends AuditedRequest {
  readonly db: PrismaClient;
  readonly purchases: Purchases;
  readonly input: unknown;
}

/** Writes a review, which waits for a moderator. @throws {AppError} DOWNSTREAM_SERVICE_ERROR when orders cannot be asked. */
export async function writeReview({ db, purchases, input, ...request }: WriteReview): Promise<Outcome<Review>> {
  const { principal: author, requestId } = request;
  // A client acts for a company, not for a person: a review needs an author.
  if (author.kind !== 'user') return refused(userError('NOT_ALLOWED', 'Only a person can write a review.'));
  const parsed = parseInput(writeReviewInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { productId, ...review } = parsed.value;
  const notBought = refused(userError('NOT_PURCHASED', undefined, ['productId']));
  if (author.customerId === null || numberOf(productId) === 0) return notBought;
  if (!(await purchases.hasBought({ customerId: author.customerId, productId, requestId }))) return notBought;
  try {
    return await db.$transaction(async (transaction) => {
      const written = await transaction.review.create({ data: { ...review, productId: numberOf(productId), authorId: author.userId } });
      await recordAudit(transaction, request, { action: 'review.write', ...entryOf(written), after: written });
      return done(written);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return refused(userError('ALREADY_EXISTS', 'You have reviewed this product before.', ['productId']));
  }
}

/** Publishes or rejects a review, and moves the product's rating with it, in one transaction. */
export async function moderateReview(context: Context, input: unknown): Promise<Outcome<Review>> {
  const parsed = parseInput(moderateReviewInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { id, decision, reason } = parsed.value;
  const status = decision === 'PUBLISH' ? 'PUBLISHED' : 'REJECTED';
  return context.db.$transaction(async (transaction) => {
    // Locked: two moderators at once must not count one review twice.
    const [current] = await transaction.$queryRaw<Review[]>(Prisma.sql`SELECT * FROM "Review" WHERE "id" = ${numberOf(id)} FOR UPDATE`);
    if (current === undefined) return refused(userError('NOT_FOUND', undefined, ['id']));
    const review = await transaction.review.update({ where: { id: current.id }, data: { status, reason: reason ?? null } });
    await changeRatingCount(transaction, current, current.status === 'PUBLISHED' ? -1 : 0);
    await changeRatingCount(transaction, current, status === 'PUBLISHED' ? 1 : 0);
    await recordAudit(transaction, context, { action: 'review.moderate', ...entryOf(review), before: current, after: review });
    return done(review);
  });
}

/** What the audit trail calls a review; its text is its author's. */
const entryOf = ({ id, authorId }: Review) => ({ object: { type: 'Review', id }, about: `user:${authorId}` });

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
