CREATE TYPE "ReviewStatus" AS ENUM ('PENDING', 'PUBLISHED', 'REJECTED');

CREATE TABLE "Review" (
    "id" SERIAL NOT NULL,
    "productId" INTEGER NOT NULL,
    "authorId" TEXT NOT NULL,
    "rating" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" "ReviewStatus" NOT NULL DEFAULT 'PENDING',
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Review_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Review_rating_check" CHECK ("rating" BETWEEN 1 AND 5)
);

CREATE TABLE "RatingCount" (
    "productId" INTEGER NOT NULL,
    "stars1" INTEGER NOT NULL DEFAULT 0,
    "stars2" INTEGER NOT NULL DEFAULT 0,
    "stars3" INTEGER NOT NULL DEFAULT 0,
    "stars4" INTEGER NOT NULL DEFAULT 0,
    "stars5" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "RatingCount_pkey" PRIMARY KEY ("productId"),
    CONSTRAINT "RatingCount_check" CHECK (LEAST("stars1", "stars2", "stars3", "stars4", "stars5") >= 0)
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

CREATE UNIQUE INDEX "Review_authorId_productId_key" ON "Review"("authorId", "productId");
CREATE INDEX "Review_productId_status_createdAt_id_idx" ON "Review"("productId", "status", "createdAt" DESC, "id");
CREATE INDEX "Review_productId_status_rating_id_idx" ON "Review"("productId", "status", "rating", "id");
CREATE INDEX "Review_authorId_createdAt_id_idx" ON "Review"("authorId", "createdAt" DESC, "id");
CREATE INDEX "Review_status_createdAt_id_idx" ON "Review"("status", "createdAt", "id");
CREATE INDEX "UsedNonce_expiresAt_idx" ON "UsedNonce"("expiresAt");
