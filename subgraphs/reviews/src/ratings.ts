// The rating of a product: five counters, written with the reviews that they count.
import { Prisma, type RatingCount, type Review } from './generated/prisma/client.ts';

type Transaction = Prisma.TransactionClient;

/** Adds a published review to its product's counters, or takes it away. */
export async function changeRatingCount(transaction: Transaction, { productId, rating }: Review, change: -1 | 0 | 1): Promise<void> {
  if (change === 0) return;
  const column = Prisma.raw(`"stars${rating}"`); // 1 to 5, checked by the database
  // The proposed row must pass the table's check even when it is not inserted: never a -1 in it.
  await transaction.$executeRaw(Prisma.sql`
    INSERT INTO "RatingCount" AS counts ("productId", ${column}) VALUES (${productId}, ${Math.max(change, 0)})
    ON CONFLICT ("productId") DO UPDATE SET ${column} = counts.${column} + ${change}`);
}

export interface RatingSummary {
  readonly average: number | null;
  readonly count: number;
  readonly histogram: number[];
}

/** Sums the counters up; the average has two decimals, rounded half up. */
export function ratingSummaryOf(counts: RatingCount | null): RatingSummary {
  const histogram = counts === null ? [0, 0, 0, 0, 0] : [counts.stars1, counts.stars2, counts.stars3, counts.stars4, counts.stars5];
  const count = histogram.reduce((sum, stars) => sum + stars, 0);
  const stars = histogram.reduce((sum, number, index) => sum + number * (index + 1), 0);
  // In whole numbers, so that a half is a half: floor((200 stars + count) / 2 count) is 100 stars / count, rounded half up.
  return { average: count === 0 ? null : Math.floor((200 * stars + count) / (2 * count)) / 100, count, histogram };
}
