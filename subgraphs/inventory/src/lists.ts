// The lists of the inventory service.
import { sqltag as sql } from '@prisma/client/runtime/client';
import { asc, defineList, desc, nestedList } from '@tributary/subgraph-kit';
import type { Stock, StockMovement } from './generated/prisma/client.ts';

export const stocksToReorder = defineList<Stock, 'SHORTAGE'>({
  name: 'productsToReorder',
  from: sql`"Stock" t`,
  id: asc('productId', 'int4'),
  sorts: { SHORTAGE: [desc('shortage', 'int4')] },
});

/** In the words of the partial index, so that it serves. */
export const toReorder = sql`t."reorderLevel" > 0 AND (t."onHand" - t."reserved") + t."onOrder" <= t."reorderLevel"`;

export const movementsOfStock = nestedList(
  defineList<StockMovement, 'NEWEST'>({
    name: 'stockMovements',
    from: sql`"StockMovement" t`,
    id: desc('id', 'int4'), // the ids of a product's movements rise with time: they are given under the lock of its stock
    sorts: { NEWEST: [] },
  }),
  { column: 'productId', type: 'int4' },
);
