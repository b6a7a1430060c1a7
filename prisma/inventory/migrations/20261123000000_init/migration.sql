CREATE TYPE "StockMovementReason" AS ENUM ('INITIAL', 'ADJUSTMENT', 'RECEIVED', 'RESERVED', 'RELEASED', 'SHIPPED');
CREATE TYPE "ReservationState" AS ENUM ('HELD', 'SHIPPED', 'RELEASED');

CREATE TABLE "Stock" (
    "productId" INTEGER NOT NULL,
    "onHand" INTEGER NOT NULL,
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "onOrder" INTEGER NOT NULL DEFAULT 0,
    "reorderLevel" INTEGER NOT NULL DEFAULT 0,
    "shortage" INTEGER GENERATED ALWAYS AS (CASE WHEN "reorderLevel" = 0 THEN 0 ELSE GREATEST(0, "reorderLevel" - ("onHand" - "reserved") - "onOrder") END) STORED,
    CONSTRAINT "Stock_pkey" PRIMARY KEY ("productId"),
    -- No code path can sell what is not there.
    CONSTRAINT "Stock_reserved_check" CHECK (0 <= "reserved" AND "reserved" <= "onHand"),
    CONSTRAINT "Stock_onOrder_check" CHECK ("onOrder" >= 0),
    CONSTRAINT "Stock_reorderLevel_check" CHECK ("reorderLevel" >= 0)
);

CREATE TABLE "StockMovement" (
    "id" SERIAL NOT NULL,
    "productId" INTEGER NOT NULL,
    "delta" INTEGER NOT NULL,
    "reservedDelta" INTEGER NOT NULL,
    "reason" "StockMovementReason" NOT NULL,
    "reference" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "StockMovement_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Reservation" (
    "orderId" TEXT NOT NULL,
    "state" "ReservationState" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Reservation_pkey" PRIMARY KEY ("orderId")
);

CREATE TABLE "ReservationLine" (
    "orderId" TEXT NOT NULL,
    "productId" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    CONSTRAINT "ReservationLine_pkey" PRIMARY KEY ("orderId", "productId"),
    CONSTRAINT "ReservationLine_quantity_check" CHECK ("quantity" > 0)
);

CREATE TABLE "IdempotencyKey" (
    "subject" TEXT NOT NULL,
    "mutation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "inputHash" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "leasedUntil" TIMESTAMPTZ(3) NOT NULL,
    "objectId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("subject", "mutation", "key")
);

CREATE TABLE "RefusedShipment" (
    "orderId" TEXT NOT NULL,
    "attempt" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "RefusedShipment_pkey" PRIMARY KEY ("orderId", "attempt")
);

CREATE INDEX "RefusedShipment_createdAt_idx" ON "RefusedShipment"("createdAt");

CREATE TABLE "UsedNonce" (
    "nonce" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "UsedNonce_pkey" PRIMARY KEY ("nonce")
);

CREATE INDEX "UsedNonce_expiresAt_idx" ON "UsedNonce"("expiresAt");
CREATE INDEX "Stock_reorder_idx" ON "Stock"("shortage" DESC, "productId") WHERE "reorderLevel" > 0 AND ("onHand" - "reserved") + "onOrder" <= "reorderLevel";
CREATE INDEX "StockMovement_productId_id_idx" ON "StockMovement"("productId", "id" DESC);

ALTER TABLE "StockMovement" ADD CONSTRAINT "StockMovement_productId_fkey" FOREIGN KEY ("productId") REFERENCES "Stock"("productId") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ReservationLine" ADD CONSTRAINT "ReservationLine_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Reservation"("orderId") ON DELETE CASCADE ON UPDATE CASCADE;
