-- AlterEnum
ALTER TYPE "RevocationKind" ADD VALUE 'TOKEN';

-- CreateTable
CREATE TABLE "PasswordTries" (
    "account" TEXT NOT NULL,
    "device" TEXT NOT NULL,
    "tries" TIMESTAMPTZ(6)[],
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PasswordTries_pkey" PRIMARY KEY ("account","device")
);

-- CreateTable
CREATE TABLE "KnownDevice" (
    "hash" TEXT NOT NULL,
    "userId" INTEGER NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KnownDevice_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "PasswordTries_expiresAt_idx" ON "PasswordTries"("expiresAt");

-- CreateIndex
CREATE INDEX "KnownDevice_userId_idx" ON "KnownDevice"("userId");

-- CreateIndex
CREATE INDEX "KnownDevice_expiresAt_idx" ON "KnownDevice"("expiresAt");

-- A device is forgotten with the person. No relation in the schema: nothing asks for a user's devices.
ALTER TABLE "KnownDevice" ADD CONSTRAINT "KnownDevice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
