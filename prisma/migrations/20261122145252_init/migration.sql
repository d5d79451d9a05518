-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Route" AS ENUM ('job', 'direct', 'manual');

-- CreateEnum
CREATE TYPE "OutageState" AS ENUM ('declared', 'switching', 'active', 'ending', 'closed');

-- CreateEnum
CREATE TYPE "HoldState" AS ENUM ('waiting', 'switching', 'internal', 'collected', 'returning', 'external_watching', 'returned', 'left_alone', 'needs_person');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('switch', 'already_internal', 'not_found', 'inactive', 'expired', 'protected', 'no_external_id', 'duplicate', 'unreadable');

-- CreateEnum
CREATE TYPE "Desired" AS ENUM ('none', 'internal', 'external');

-- CreateEnum
CREATE TYPE "IntentKind" AS ENUM ('switch_job', 'switch_direct', 'switch_manual', 'password', 'return');

-- CreateEnum
CREATE TYPE "IntentState" AS ENUM ('sent', 'applied', 'refused', 'unknown');

-- CreateEnum
CREATE TYPE "JobRunState" AS ENUM ('reading', 'intended', 'set_created', 'set_checked', 'start_sent', 'running', 'reading_back', 'done', 'cancelled');

-- CreateEnum
CREATE TYPE "CodeKind" AS ENUM ('slip', 'live');

-- CreateEnum
CREATE TYPE "CodeState" AS ENUM ('live', 'claimed', 'used', 'dead');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('admin', 'liaison', 'observer');

-- CreateTable
CREATE TABLE "Institution" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "apiUrl" TEXT NOT NULL,
    "apiKeySealed" TEXT NOT NULL,
    "loginUrl" TEXT NOT NULL,
    "ssoUrl" TEXT,
    "route" "Route" NOT NULL DEFAULT 'job',
    "rate" INTEGER NOT NULL DEFAULT 15,
    "timeZone" TEXT NOT NULL,
    "helpContact" TEXT,
    "practice" BOOLEAN NOT NULL DEFAULT false,
    "almaIdentity" TEXT,
    "environment" TEXT NOT NULL DEFAULT 'unknown',
    "jobId" TEXT,
    "jobParameters" JSONB,
    "jobProvedAt" TIMESTAMPTZ(3),
    "directProvedAt" TIMESTAMPTZ(3),
    "backupAdminId" TEXT,
    "checks" JSONB,
    "checkedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Institution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AlmaBudget" (
    "institutionId" UUID NOT NULL,
    "tat" TIMESTAMPTZ(6) NOT NULL,
    "reducedRate" DOUBLE PRECISION,
    "throttledAt" TIMESTAMPTZ(6),

    CONSTRAINT "AlmaBudget_pkey" PRIMARY KEY ("institutionId")
);

-- CreateTable
CREATE TABLE "Outage" (
    "id" UUID NOT NULL,
    "institutionId" UUID NOT NULL,
    "state" "OutageState" NOT NULL DEFAULT 'declared',
    "drill" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "expectedHours" DOUBLE PRECISION NOT NULL,
    "declaredAt" TIMESTAMPTZ(3) NOT NULL,
    "declaredBy" TEXT NOT NULL,
    "switchedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "endedBy" TEXT,
    "closedAt" TIMESTAMPTZ(3),
    "sheetNumber" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Outage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Hold" (
    "id" UUID NOT NULL,
    "outageId" UUID NOT NULL,
    "institutionId" UUID NOT NULL,
    "primaryId" TEXT NOT NULL,
    "primaryIdKey" TEXT NOT NULL,
    "name" TEXT,
    "department" TEXT,
    "verdict" "Verdict" NOT NULL,
    "state" "HoldState" NOT NULL,
    "stateSince" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "desired" "Desired" NOT NULL DEFAULT 'none',
    "original" TEXT,
    "intendedAt" TIMESTAMPTZ(3),
    "observedType" TEXT,
    "observedAt" TIMESTAMPTZ(3),
    "externalReads" INTEGER NOT NULL DEFAULT 0,
    "quietFrom" TIMESTAMPTZ(3),
    "jobRunId" UUID,
    "repairs" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ(3),
    "leaseOwner" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "fence" BIGINT NOT NULL DEFAULT 0,
    "collectedAt" TIMESTAMPTZ(3),
    "needsHelpUntil" TIMESTAMPTZ(3),
    "returnedAt" TIMESTAMPTZ(3),
    "sweeps" INTEGER NOT NULL DEFAULT 0,
    "acceptedAt" TIMESTAMPTZ(3),
    "acceptedBy" TEXT,
    "acceptedReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Intent" (
    "id" UUID NOT NULL,
    "holdId" UUID NOT NULL,
    "jobRunId" UUID,
    "kind" "IntentKind" NOT NULL,
    "state" "IntentState" NOT NULL DEFAULT 'sent',
    "fence" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "trackingId" TEXT,

    CONSTRAINT "Intent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Observation" (
    "id" UUID NOT NULL,
    "holdId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "accountType" TEXT NOT NULL,
    "externalId" TEXT,
    "purpose" TEXT NOT NULL,

    CONSTRAINT "Observation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobRun" (
    "id" UUID NOT NULL,
    "institutionId" UUID NOT NULL,
    "outageId" UUID NOT NULL,
    "state" "JobRunState" NOT NULL DEFAULT 'reading',
    "name" TEXT NOT NULL,
    "setId" TEXT,
    "instanceId" TEXT,
    "instanceStatus" TEXT,
    "startSentAt" TIMESTAMPTZ(3),
    "startAttempts" INTEGER NOT NULL DEFAULT 0,
    "setDeletedAt" TIMESTAMPTZ(3),
    "polls" INTEGER NOT NULL DEFAULT 0,
    "note" TEXT,
    "dueAt" TIMESTAMPTZ(3),
    "leaseOwner" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "fence" BIGINT NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "JobRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PickupCode" (
    "id" UUID NOT NULL,
    "holdId" UUID NOT NULL,
    "kind" "CodeKind" NOT NULL,
    "state" "CodeState" NOT NULL DEFAULT 'live',
    "hash" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "claimedAt" TIMESTAMPTZ(3),
    "usedAt" TIMESTAMPTZ(3),
    "wrongTries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "PickupCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "chain" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "personId" TEXT,
    "action" TEXT NOT NULL,
    "outageId" TEXT,
    "holdId" TEXT,
    "detail" TEXT NOT NULL,
    "mac" TEXT NOT NULL,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("chain","seq")
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "chain" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "mac" TEXT NOT NULL,

    CONSTRAINT "AuditHead_pkey" PRIMARY KEY ("chain")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "totpSealed" TEXT,
    "totpConfirmedAt" TIMESTAMPTZ(3),
    "totpLastStep" INTEGER,
    "disabledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "institutionId" UUID,
    "role" "Role" NOT NULL,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "secondFactorAt" TIMESTAMPTZ(3),
    "method" TEXT NOT NULL,
    "institutionId" UUID,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInLink" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SignInLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInChallenge" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SignInChallenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimiterFlexible" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMP(3),

    CONSTRAINT "RateLimiterFlexible_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Epoch" (
    "id" INTEGER NOT NULL,
    "value" INTEGER NOT NULL,

    CONSTRAINT "Epoch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Institution_code_key" ON "Institution"("code");

-- CreateIndex
CREATE UNIQUE INDEX "Institution_almaIdentity_key" ON "Institution"("almaIdentity");

-- CreateIndex
CREATE INDEX "Outage_institutionId_declaredAt_idx" ON "Outage"("institutionId", "declaredAt");

-- CreateIndex
CREATE INDEX "Hold_institutionId_dueAt_idx" ON "Hold"("institutionId", "dueAt");

-- CreateIndex
CREATE INDEX "Hold_institutionId_primaryIdKey_idx" ON "Hold"("institutionId", "primaryIdKey");

-- CreateIndex
CREATE INDEX "Hold_jobRunId_idx" ON "Hold"("jobRunId");

-- CreateIndex
CREATE UNIQUE INDEX "Hold_outageId_primaryIdKey_key" ON "Hold"("outageId", "primaryIdKey");

-- CreateIndex
CREATE INDEX "Intent_holdId_createdAt_idx" ON "Intent"("holdId", "createdAt");

-- CreateIndex
CREATE INDEX "Observation_holdId_at_idx" ON "Observation"("holdId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "JobRun_name_key" ON "JobRun"("name");

-- CreateIndex
CREATE INDEX "JobRun_institutionId_startSentAt_idx" ON "JobRun"("institutionId", "startSentAt");

-- CreateIndex
CREATE UNIQUE INDEX "PickupCode_hash_key" ON "PickupCode"("hash");

-- CreateIndex
CREATE INDEX "PickupCode_holdId_idx" ON "PickupCode"("holdId");

-- CreateIndex
CREATE INDEX "AuditEntry_outageId_seq_idx" ON "AuditEntry"("outageId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "Person_email_key" ON "Person"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_personId_institutionId_key" ON "Membership"("personId", "institutionId");

-- CreateIndex
CREATE UNIQUE INDEX "Session_hash_key" ON "Session"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "SignInLink_hash_key" ON "SignInLink"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "SignInChallenge_hash_key" ON "SignInChallenge"("hash");

-- AddForeignKey
ALTER TABLE "AlmaBudget" ADD CONSTRAINT "AlmaBudget_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Outage" ADD CONSTRAINT "Outage_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Hold" ADD CONSTRAINT "Hold_outageId_fkey" FOREIGN KEY ("outageId") REFERENCES "Outage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Hold" ADD CONSTRAINT "Hold_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Hold" ADD CONSTRAINT "Hold_jobRunId_fkey" FOREIGN KEY ("jobRunId") REFERENCES "JobRun"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Intent" ADD CONSTRAINT "Intent_holdId_fkey" FOREIGN KEY ("holdId") REFERENCES "Hold"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Intent" ADD CONSTRAINT "Intent_jobRunId_fkey" FOREIGN KEY ("jobRunId") REFERENCES "JobRun"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_holdId_fkey" FOREIGN KEY ("holdId") REFERENCES "Hold"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JobRun" ADD CONSTRAINT "JobRun_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JobRun" ADD CONSTRAINT "JobRun_outageId_fkey" FOREIGN KEY ("outageId") REFERENCES "Outage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PickupCode" ADD CONSTRAINT "PickupCode_holdId_fkey" FOREIGN KEY ("holdId") REFERENCES "Hold"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInLink" ADD CONSTRAINT "SignInLink_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInChallenge" ADD CONSTRAINT "SignInChallenge_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What Prisma's schema can't say. The rules of the journal that the database itself keeps.

-- One open outage an institution: two liaisons clicking at once make one.
CREATE UNIQUE INDEX "Outage_one_open" ON "Outage" ("institutionId") WHERE "state" <> 'closed';

-- One job run at a time an institution.
CREATE UNIQUE INDEX "JobRun_one_active" ON "JobRun" ("institutionId") WHERE "state" NOT IN ('done', 'cancelled');

-- One account is held by one outage at a time.
CREATE UNIQUE INDEX "Hold_one_open" ON "Hold" ("institutionId", "primaryIdKey")
  WHERE "intendedAt" IS NOT NULL AND "state" NOT IN ('returned', 'left_alone') AND "acceptedAt" IS NULL;

-- No intent without the original facts.
ALTER TABLE "Hold" ADD CONSTRAINT "Hold_intent_needs_original" CHECK ("intendedAt" IS NULL OR "original" IS NOT NULL);

-- A new code kills the person's older one.
CREATE UNIQUE INDEX "PickupCode_one_live" ON "PickupCode" ("holdId") WHERE "state" IN ('live', 'claimed');

CREATE UNIQUE INDEX "Membership_all_institutions" ON "Membership" ("personId") WHERE "institutionId" IS NULL;

-- No retention, cascade or expiry removes a hold that isn't closed.
CREATE FUNCTION "keep_open_holds"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."intendedAt" IS NOT NULL AND OLD."state" NOT IN ('returned', 'left_alone') AND OLD."acceptedAt" IS NULL THEN
    RAISE EXCEPTION 'hold % is open and stays', OLD."id";
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER "Hold_keep_open" BEFORE DELETE ON "Hold" FOR EACH ROW EXECUTE FUNCTION "keep_open_holds"();

-- The audit is only ever added to.
CREATE FUNCTION "audit_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is only added to';
END $$;
CREATE TRIGGER "AuditEntry_append_only" BEFORE UPDATE OR DELETE ON "AuditEntry"
  FOR EACH ROW EXECUTE FUNCTION "audit_is_append_only"();
