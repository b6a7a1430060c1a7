// Fields of StockMovement.
import type { StockMovementResolvers } from '../generated/schema.ts';

export const StockMovement: StockMovementResolvers = {
  id: ({ id }) => String(id),
};
