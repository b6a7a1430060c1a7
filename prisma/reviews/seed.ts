// First-run content of reviews: not in the source, so made from its orders, the same on every machine.
import {
  type CopyValue,
  continueNumbering,
  copyRows,
  inTransaction,
  type Northwind,
  productId,
  type Seed,
  seededRandom,
  userIdOfCustomer,
} from '@tributary/northwind';
import { reviewTexts } from './review-texts.ts';

interface Opinion {
  readonly customerIndex: number;
  readonly productId: number;
  readonly rating: 1 | 2 | 3 | 4 | 5;
  readonly title: string;
  readonly body: string;
  readonly status: 'PENDING' | 'PUBLISHED' | 'REJECTED';
  readonly createdAt: Date;
}

const shareOfPurchases = 0.3;
const dayMs = 24 * 60 * 60 * 1000;

export const seed: Seed = async ({ pool, northwind, scale, devPassword, onProgress }) => {
  // Reviews need authors: without development users there are none.
  if (devPassword === null) return onProgress(1);
  const opinions = opinionsOf(northwind);
  await inTransaction(pool, async (client) => {
    await copyRows(
      client,
      'Review',
      ['id', 'productId', 'authorId', 'rating', 'title', 'body', 'status', 'createdAt'],
      rowsOf(opinions, scale, onProgress),
    );
    await client.query(`
      INSERT INTO "RatingCount" ("productId", "stars1", "stars2", "stars3", "stars4", "stars5")
      SELECT "productId", ${[1, 2, 3, 4, 5].map((stars) => `count(*) FILTER (WHERE "rating" = ${stars})`).join(', ')}
      FROM "Review" WHERE "status" = 'PUBLISHED' GROUP BY "productId"`);
    await continueNumbering(client, ['Review']);
  });
  onProgress(1);
};

function* rowsOf(opinions: readonly Opinion[], scale: number, onProgress: (share: number) => void): Generator<CopyValue[]> {
  for (let copy = 0; copy < scale; copy += 1) {
    for (const [index, opinion] of opinions.entries()) {
      const author = userIdOfCustomer(copy, opinion.customerIndex);
      const { rating, title, body, status, createdAt } = opinion;
      yield [copy * opinions.length + index + 1, productId(copy, opinion.productId), author, rating, title, body, status, createdAt];
    }
    onProgress((0.9 * (copy + 1)) / scale);
  }
}

/** One opinion at most per company and product that it bought, some days after it was shipped, in the order of writing. */
function opinionsOf({ orders, products }: Northwind): Opinion[] {
  const names = new Map(products.map(({ id, name }) => [id, name]));
  const opinions = new Map<string, Opinion>();
  for (const order of orders) {
    for (const line of order.lines) {
      const key = `${order.customerIndex} ${line.productId}`;
      const random = seededRandom(`review ${key}`);
      if (opinions.has(key) || random() > shareOfPurchases) continue;
      const rating = ratingOf(random(), line.productId);
      const bought = Date.parse(`${order.shippedOn ?? order.placedOn}T00:00:00Z`);
      opinions.set(key, {
        customerIndex: order.customerIndex,
        productId: line.productId,
        rating,
        ...reviewTexts(rating, names.get(line.productId) ?? 'This product', random),
        status: statusOf(random()),
        createdAt: new Date(bought + Math.floor((2 + random() * 28) * dayMs)),
      });
    }
  }
  return [...opinions.values()].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

/** Most are content, and each product has its own mean. */
function ratingOf(chance: number, product: number): Opinion['rating'] {
  const bias = ((product * 37) % 11) / 40;
  const limits = [0.05 + bias / 4, 0.12 + bias / 2, 0.28 + bias, 0.62 + bias];
  return ([1, 2, 3, 4] as const).find((rating) => chance < (limits[rating - 1] ?? 1)) ?? 5;
}

function statusOf(chance: number): Opinion['status'] {
  if (chance < 0.04) return 'PENDING';
  return chance < 0.06 ? 'REJECTED' : 'PUBLISHED';
}
