-- What commands have done and the audit trail does not have yet.
CREATE TABLE "AuditOutbox" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" JSONB NOT NULL,

    CONSTRAINT "AuditOutbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditOutbox_at_id_idx" ON "AuditOutbox"("at", "id");
