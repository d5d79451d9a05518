-- AlterTable
ALTER TABLE "Institution" ADD COLUMN     "canaryId" TEXT,
ADD COLUMN     "namedUserAllowance" INTEGER,
ADD COLUMN     "rolesNotCounted" TEXT[],
ADD COLUMN     "sisGroups" TEXT[],
ADD COLUMN     "sisProfile" TEXT,
ADD COLUMN     "ssoMetadataUrl" TEXT;

-- AlterTable
ALTER TABLE "Outage" ADD COLUMN     "drillScore" JSONB;

-- AlterTable
ALTER TABLE "Roster" ADD COLUMN     "facts" JSONB,
ADD COLUMN     "refreshProblem" TEXT,
ADD COLUMN     "refreshedAt" TIMESTAMPTZ(3),
ADD COLUMN     "source" JSONB;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "browser" TEXT,
ADD COLUMN     "clientAddress" TEXT;

-- CreateTable
CREATE TABLE "Passkey" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "credentialId" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[],
    "name" TEXT NOT NULL,
    "backedUp" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PasskeyChallenge" (
    "id" UUID NOT NULL,
    "challenge" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "personId" UUID,
    "enrolmentId" UUID,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PasskeyChallenge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecoveryCode" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RecoveryCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampusLogin" (
    "id" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CampusLogin_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RosterRefresh" (
    "id" UUID NOT NULL,
    "rosterId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "changes" JSONB NOT NULL,

    CONSTRAINT "RosterRefresh_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "NamedUserCount" (
    "id" UUID NOT NULL,
    "institutionId" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "source" JSONB NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "startedBy" TEXT NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "leaseUntil" TIMESTAMPTZ(3),
    "total" INTEGER,
    "read" INTEGER NOT NULL DEFAULT 0,
    "counted" INTEGER,
    "people" JSONB,
    "problem" TEXT,

    CONSTRAINT "NamedUserCount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Alert" (
    "id" UUID NOT NULL,
    "institutionId" UUID,
    "personId" UUID,
    "outageId" UUID,
    "holdId" UUID,
    "kind" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3),
    "seenBy" TEXT,

    CONSTRAINT "Alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StaffEnrolment" (
    "id" UUID NOT NULL,
    "institutionId" UUID NOT NULL,
    "primaryId" TEXT NOT NULL,
    "primaryIdKey" TEXT NOT NULL,
    "name" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "linkHash" TEXT,
    "linkExpiresAt" TIMESTAMPTZ(3),
    "linkUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "StaffEnrolment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StaffPasskey" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "credentialId" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "StaffPasskey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecoveryCard" (
    "id" UUID NOT NULL,
    "enrolmentId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "deadAt" TIMESTAMPTZ(3),

    CONSTRAINT "RecoveryCard_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VoucherPair" (
    "id" UUID NOT NULL,
    "institutionId" UUID NOT NULL,
    "voucherId" TEXT NOT NULL,
    "voucherKey" TEXT NOT NULL,
    "forId" TEXT NOT NULL,
    "forKey" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdBy" TEXT NOT NULL,

    CONSTRAINT "VoucherPair_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VoucherKey" (
    "id" UUID NOT NULL,
    "holdId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "VoucherKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SsoProbe" (
    "id" UUID NOT NULL,
    "institutionId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "up" BOOLEAN NOT NULL,
    "stage" TEXT,
    "message" TEXT NOT NULL,
    "ms" INTEGER,
    "certificateExpires" TIMESTAMPTZ(3),
    "metadataExpires" TIMESTAMPTZ(3),

    CONSTRAINT "SsoProbe_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RouteProof" (
    "id" UUID NOT NULL,
    "institutionId" UUID NOT NULL,
    "route" "Route" NOT NULL,
    "outageId" UUID NOT NULL,
    "primaryId" TEXT NOT NULL,
    "before" TEXT,
    "consent" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "startedBy" TEXT NOT NULL,
    "steps" JSONB NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "proved" BOOLEAN,
    "pinAnswer" TEXT,

    CONSTRAINT "RouteProof_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BackupAdmin" (
    "id" UUID NOT NULL,
    "institutionId" UUID NOT NULL,
    "primaryId" TEXT NOT NULL,
    "primaryIdKey" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "passwordSealed" TEXT,
    "passwordSetAt" TIMESTAMPTZ(3),
    "sheetAt" TIMESTAMPTZ(3),
    "outTo" TEXT,
    "outToId" UUID,
    "outAt" TIMESTAMPTZ(3),
    "outReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdBy" TEXT NOT NULL,

    CONSTRAINT "BackupAdmin_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Passkey_credentialId_key" ON "Passkey"("credentialId");

-- CreateIndex
CREATE UNIQUE INDEX "PasskeyChallenge_challenge_key" ON "PasskeyChallenge"("challenge");

-- CreateIndex
CREATE UNIQUE INDEX "RecoveryCode_hash_key" ON "RecoveryCode"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "CampusLogin_issuer_subject_key" ON "CampusLogin"("issuer", "subject");

-- CreateIndex
CREATE INDEX "RosterRefresh_rosterId_at_idx" ON "RosterRefresh"("rosterId", "at");

-- CreateIndex
CREATE INDEX "NamedUserCount_institutionId_startedAt_idx" ON "NamedUserCount"("institutionId", "startedAt");

-- CreateIndex
CREATE INDEX "Alert_institutionId_at_idx" ON "Alert"("institutionId", "at");

-- CreateIndex
CREATE INDEX "Alert_personId_at_idx" ON "Alert"("personId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "StaffEnrolment_linkHash_key" ON "StaffEnrolment"("linkHash");

-- CreateIndex
CREATE UNIQUE INDEX "StaffEnrolment_institutionId_primaryIdKey_key" ON "StaffEnrolment"("institutionId", "primaryIdKey");

-- CreateIndex
CREATE UNIQUE INDEX "StaffPasskey_credentialId_key" ON "StaffPasskey"("credentialId");

-- CreateIndex
CREATE UNIQUE INDEX "RecoveryCard_hash_key" ON "RecoveryCard"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "VoucherPair_institutionId_voucherKey_forKey_key" ON "VoucherPair"("institutionId", "voucherKey", "forKey");

-- CreateIndex
CREATE UNIQUE INDEX "VoucherKey_holdId_key" ON "VoucherKey"("holdId");

-- CreateIndex
CREATE UNIQUE INDEX "VoucherKey_hash_key" ON "VoucherKey"("hash");

-- CreateIndex
CREATE INDEX "SsoProbe_institutionId_at_idx" ON "SsoProbe"("institutionId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "RouteProof_outageId_key" ON "RouteProof"("outageId");

-- CreateIndex
CREATE UNIQUE INDEX "BackupAdmin_institutionId_primaryIdKey_key" ON "BackupAdmin"("institutionId", "primaryIdKey");

-- AddForeignKey
ALTER TABLE "Passkey" ADD CONSTRAINT "Passkey_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecoveryCode" ADD CONSTRAINT "RecoveryCode_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampusLogin" ADD CONSTRAINT "CampusLogin_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RosterRefresh" ADD CONSTRAINT "RosterRefresh_rosterId_fkey" FOREIGN KEY ("rosterId") REFERENCES "Roster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NamedUserCount" ADD CONSTRAINT "NamedUserCount_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Alert" ADD CONSTRAINT "Alert_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Alert" ADD CONSTRAINT "Alert_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StaffEnrolment" ADD CONSTRAINT "StaffEnrolment_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StaffPasskey" ADD CONSTRAINT "StaffPasskey_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "StaffEnrolment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecoveryCard" ADD CONSTRAINT "RecoveryCard_enrolmentId_fkey" FOREIGN KEY ("enrolmentId") REFERENCES "StaffEnrolment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VoucherPair" ADD CONSTRAINT "VoucherPair_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VoucherKey" ADD CONSTRAINT "VoucherKey_holdId_fkey" FOREIGN KEY ("holdId") REFERENCES "Hold"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SsoProbe" ADD CONSTRAINT "SsoProbe_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RouteProof" ADD CONSTRAINT "RouteProof_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RouteProof" ADD CONSTRAINT "RouteProof_outageId_fkey" FOREIGN KEY ("outageId") REFERENCES "Outage"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BackupAdmin" ADD CONSTRAINT "BackupAdmin_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A drill must never stand in the way of an outage.
DROP INDEX "Outage_one_open";
CREATE UNIQUE INDEX "Outage_one_open" ON "Outage" ("institutionId", "drill") WHERE "state" <> 'closed';

-- A back-up admin's password is written down before it is sent to Alma.
ALTER TABLE "BackupAdmin" ADD COLUMN "state" TEXT NOT NULL DEFAULT 'kept', ADD COLUMN "candidateSealed" TEXT, ADD COLUMN "candidateAt" TIMESTAMPTZ(3);
-- AlterTable
ALTER TABLE "Institution" ADD COLUMN     "setUp" JSONB;

-- Picked up by what was enrolled beforehand: each use is a ticket, claimed as a code is.
ALTER TYPE "CodeKind" ADD VALUE 'card';
ALTER TYPE "CodeKind" ADD VALUE 'passkey';
ALTER TABLE "PickupCode" ADD COLUMN "cardId" UUID, ADD COLUMN "vouchedBy" TEXT;
ALTER TABLE "PickupCode" ADD CONSTRAINT "PickupCode_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "RecoveryCard"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A ticket doesn't kill the person's code, nor the other way round.
DROP INDEX "PickupCode_one_live";
CREATE UNIQUE INDEX "PickupCode_one_live" ON "PickupCode" ("holdId") WHERE "state" IN ('live', 'claimed') AND "kind" IN ('slip', 'live');
-- A recovery card is good once, whatever comes at the same time.
CREATE UNIQUE INDEX "PickupCode_one_use_of_a_card" ON "PickupCode" ("cardId") WHERE "state" IN ('claimed', 'used');
ALTER TABLE "SignInLink" ADD COLUMN "setUp" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Person" ADD COLUMN "lastSignInAt" TIMESTAMPTZ(3);
-- A counting of Named Users that a crash or a stop interrupts is gone on with.
ALTER TABLE "NamedUserCount" ADD COLUMN "leaseOwner" TEXT, ADD COLUMN "cursor" JSONB, ADD COLUMN "changes" JSONB, ADD COLUMN "notes" TEXT[];
CREATE UNIQUE INDEX "NamedUserCount_one_running" ON "NamedUserCount" ("institutionId") WHERE "state" = 'running';
-- A campus sign-on and a sign-in link are first factors as a password is.
ALTER TABLE "SignInChallenge" ADD COLUMN "first" TEXT NOT NULL DEFAULT 'password';

-- Looks at the campus sign-on belong to the address that was looked at.
ALTER TABLE "SsoProbe" ADD COLUMN "address" TEXT NOT NULL;
-- What changes how somebody signs in asks for both factors of the last minutes.
ALTER TABLE "Session" ADD COLUMN "wholeAt" TIMESTAMPTZ(3);
-- Each look knows since when the same is found: an open page asks for the newest one alone.
ALTER TABLE "SsoProbe" ADD COLUMN "since" TIMESTAMPTZ(3) NOT NULL, ADD COLUMN "downAt" TIMESTAMPTZ(3);
