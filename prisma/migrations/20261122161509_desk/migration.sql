-- AlterTable
ALTER TABLE "Hold" ADD COLUMN     "handBy" TEXT,
ADD COLUMN     "handById" UUID,
ADD COLUMN     "handUntil" TIMESTAMPTZ(3),
ADD COLUMN     "loggedInAt" TIMESTAMPTZ(3),
ADD COLUMN     "tickedAt" TIMESTAMPTZ(3),
ADD COLUMN     "tickedBy" TEXT;

-- AlterTable
ALTER TABLE "Outage" ADD COLUMN     "owner" TEXT,
ADD COLUMN     "ownerId" UUID;

-- CreateTable
CREATE TABLE "Draft" (
    "id" UUID NOT NULL,
    "institutionId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Roster" (
    "id" UUID NOT NULL,
    "institutionId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "staff" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedBy" TEXT NOT NULL,

    CONSTRAINT "Roster_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Draft_institutionId_personId_key" ON "Draft"("institutionId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "Roster_institutionId_name_key" ON "Roster"("institutionId", "name");

-- AddForeignKey
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Roster" ADD CONSTRAINT "Roster_institutionId_fkey" FOREIGN KEY ("institutionId") REFERENCES "Institution"("id") ON DELETE CASCADE ON UPDATE CASCADE;
