-- What commands have done and the audit trail does not have yet.
CREATE TABLE "AuditOutbox" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event" JSONB NOT NULL,

    CONSTRAINT "AuditOutbox_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditOutbox_at_id_idx" ON "AuditOutbox"("at", "id");

-- Whom the trail names by pseudonym, and their keys.
CREATE TABLE "AuditSubject" (
    "subject" TEXT NOT NULL,
    "pseudonym" UUID NOT NULL DEFAULT gen_random_uuid(),
    "wrappedKey" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditSubject_pkey" PRIMARY KEY ("subject")
);
CREATE UNIQUE INDEX "AuditSubject_pseudonym_key" ON "AuditSubject"("pseudonym");

-- The trail. Partitions are made by the function of roles.sql.
CREATE TABLE "AuditEvent" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "service" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "credentialKind" TEXT NOT NULL,
    "credentialId" TEXT,
    "objectType" TEXT NOT NULL,
    "objectId" TEXT NOT NULL,
    "about" TEXT,
    "requestId" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "originOwner" TEXT,
    "sealedOrigin" TEXT,
    "sealedChanges" TEXT,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id", "at")
) PARTITION BY RANGE ("at");
CREATE INDEX "AuditEvent_at_id_idx" ON "AuditEvent"("at" DESC, "id" DESC);
CREATE INDEX "AuditEvent_actor_at_idx" ON "AuditEvent"("actor", "at" DESC);
CREATE INDEX "AuditEvent_objectType_objectId_at_idx" ON "AuditEvent"("objectType", "objectId", "at" DESC);
CREATE INDEX "AuditEvent_about_idx" ON "AuditEvent"("about");
