CREATE TYPE "OrderStatus" AS ENUM ('PLACED', 'CONFIRMED', 'SHIPPED', 'CANCELLED');
CREATE TYPE "SalesDimension" AS ENUM ('CUSTOMER', 'EMPLOYEE', 'PRODUCT', 'COUNTRY');
CREATE TYPE "IntentKind" AS ENUM ('PLACE', 'UNDO', 'CANCEL', 'SHIP');

CREATE TABLE "Shipper" (
    "id" INTEGER NOT NULL,
    "companyName" TEXT COLLATE "und-x-icu" NOT NULL,
    "phone" TEXT,
    CONSTRAINT "Shipper_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Order" (
    "id" SERIAL NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "status" "OrderStatus" NOT NULL,
    "placedAt" TIMESTAMPTZ(3) NOT NULL,
    "requiredBy" DATE,
    "shippedAt" TIMESTAMPTZ(3),
    "customerId" TEXT NOT NULL,
    "salesRepId" INTEGER,
    "shipperId" INTEGER,
    "shipName" TEXT,
    "shipLine1" TEXT,
    "shipCity" TEXT,
    "shipRegion" TEXT,
    "shipPostalCode" TEXT,
    "shipCountry" TEXT,
    "units" INTEGER NOT NULL,
    "subtotal" DECIMAL(14,2) NOT NULL,
    "freight" DECIMAL(14,2) NOT NULL,
    "total" DECIMAL(14,2) NOT NULL,
    CONSTRAINT "Order_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Order_total_check" CHECK ("total" = "subtotal" + "freight"),
    CONSTRAINT "Order_shipped_check" CHECK ("status" <> 'SHIPPED' OR "shippedAt" IS NOT NULL)
);

CREATE TABLE "OrderLine" (
    "orderId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "productId" INTEGER NOT NULL,
    "productName" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unitPrice" DECIMAL(9,2) NOT NULL,
    "discount" DECIMAL(5,4) NOT NULL,
    "lineTotal" DECIMAL(14,2) NOT NULL,
    CONSTRAINT "OrderLine_pkey" PRIMARY KEY ("orderId", "position"),
    CONSTRAINT "OrderLine_quantity_check" CHECK ("quantity" > 0),
    CONSTRAINT "OrderLine_discount_check" CHECK ("discount" BETWEEN 0 AND 1),
    CONSTRAINT "OrderLine_lineTotal_check" CHECK ("lineTotal" = round("unitPrice" * "quantity" * (1 - "discount"), 2))
);

CREATE TABLE "OrderEvent" (
    "id" SERIAL NOT NULL,
    "orderId" INTEGER NOT NULL,
    "status" "OrderStatus" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byUser" TEXT,
    "note" TEXT,
    CONSTRAINT "OrderEvent_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "SalesByDay" (
    "dimension" "SalesDimension" NOT NULL,
    "key" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "orders" INTEGER NOT NULL,
    "units" INTEGER NOT NULL,
    "revenue" DECIMAL(16,2) NOT NULL,
    CONSTRAINT "SalesByDay_pkey" PRIMARY KEY ("dimension", "key", "day") INCLUDE ("orders", "units", "revenue")
);

CREATE TABLE "ProductPair" (
    "productId" INTEGER NOT NULL,
    "otherId" INTEGER NOT NULL,
    "orders" INTEGER NOT NULL,
    CONSTRAINT "ProductPair_pkey" PRIMARY KEY ("productId", "otherId")
);

CREATE TABLE "OrderIntent" (
    "orderId" INTEGER NOT NULL,
    "attempt" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" "IntentKind" NOT NULL,
    "shipperId" INTEGER,
    "byUser" TEXT,
    "leasedUntil" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "OrderIntent_pkey" PRIMARY KEY ("orderId")
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

CREATE TABLE "UsedNonce" (
    "nonce" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "UsedNonce_pkey" PRIMARY KEY ("nonce")
);

CREATE INDEX "UsedNonce_expiresAt_idx" ON "UsedNonce"("expiresAt");
CREATE INDEX "Order_placedAt_id_idx" ON "Order"("placedAt" DESC, "id");
CREATE INDEX "Order_total_id_idx" ON "Order"("total", "id");
CREATE INDEX "Order_customerId_placedAt_id_idx" ON "Order"("customerId", "placedAt" DESC, "id");
CREATE INDEX "Order_salesRepId_placedAt_id_idx" ON "Order"("salesRepId", "placedAt" DESC, "id");
CREATE UNIQUE INDEX "OrderLine_orderId_productId_key" ON "OrderLine"("orderId", "productId");
CREATE INDEX "OrderLine_productId_idx" ON "OrderLine"("productId");
CREATE INDEX "OrderEvent_orderId_id_idx" ON "OrderEvent"("orderId", "id");
CREATE INDEX "ProductPair_productId_orders_otherId_idx" ON "ProductPair"("productId", "orders" DESC, "otherId");
CREATE INDEX "OrderIntent_leasedUntil_idx" ON "OrderIntent"("leasedUntil");

ALTER TABLE "OrderLine" ADD CONSTRAINT "OrderLine_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "OrderEvent" ADD CONSTRAINT "OrderEvent_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
