CREATE TABLE "Category" (
    "id" SERIAL NOT NULL,
    "name" TEXT COLLATE "und-x-icu" NOT NULL,
    "description" TEXT,
    CONSTRAINT "Category_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Supplier" (
    "id" SERIAL NOT NULL,
    "companyName" TEXT COLLATE "und-x-icu" NOT NULL,
    "contactName" TEXT,
    "line1" TEXT,
    "city" TEXT,
    "region" TEXT,
    "postalCode" TEXT,
    "country" TEXT,
    "phone" TEXT,
    CONSTRAINT "Supplier_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "Product" (
    "id" SERIAL NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT COLLATE "und-x-icu" NOT NULL,
    "quantityPerUnit" TEXT,
    "unitPrice" DECIMAL(9,2) NOT NULL,
    "discontinued" BOOLEAN NOT NULL DEFAULT false,
    "categoryId" INTEGER NOT NULL,
    "supplierId" INTEGER NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Product_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Product_unitPrice_check" CHECK ("unitPrice" > 0)
);

CREATE TABLE "PriceChange" (
    "id" SERIAL NOT NULL,
    "productId" INTEGER NOT NULL,
    "price" DECIMAL(9,2) NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "PriceChange_pkey" PRIMARY KEY ("id")
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

CREATE UNIQUE INDEX "Category_name_key" ON "Category"("name");
CREATE INDEX "Supplier_companyName_id_idx" ON "Supplier"("companyName", "id");
CREATE INDEX "Product_name_id_idx" ON "Product"("name", "id");
CREATE INDEX "Product_unitPrice_id_idx" ON "Product"("unitPrice", "id");
CREATE INDEX "Product_categoryId_name_id_idx" ON "Product"("categoryId", "name", "id");
CREATE INDEX "Product_supplierId_name_id_idx" ON "Product"("supplierId", "name", "id");
CREATE INDEX "PriceChange_productId_changedAt_id_idx" ON "PriceChange"("productId", "changedAt" DESC, "id" DESC);
CREATE INDEX "UsedNonce_expiresAt_idx" ON "UsedNonce"("expiresAt");

ALTER TABLE "Product" ADD CONSTRAINT "Product_categoryId_fkey" FOREIGN KEY ("categoryId") REFERENCES "Category"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "Product" ADD CONSTRAINT "Product_supplierId_fkey" FOREIGN KEY ("supplierId") REFERENCES "Supplier"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "PriceChange" ADD CONSTRAINT "PriceChange_productId_fkey" FOREIGN KEY ("productId") REFERENCES "Product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
