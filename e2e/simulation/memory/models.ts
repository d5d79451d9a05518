import { rowId } from "../install"

/** A row as Prisma hands it out: Date, bigint, string, number, boolean, null or JSON. */
export type Row = Record<string, unknown>

interface Relation {
  model: ModelName
  /** To one: our column and theirs. To many: their column that names us. */
  from: string
  to: string
  many: boolean
}

interface Model {
  defaults: () => Row
  /** Rows alike in these columns are refused; `only` narrows it, as a partial index does. */
  unique: { columns: string[]; only?: (row: Row) => boolean }[]
  relations: Record<string, Relation>
}

export type ModelName =
  | "institution" | "almaBudget" | "outage" | "hold" | "intent" | "observation" | "jobRun" | "pickupCode"
  | "auditEntry" | "auditHead" | "rateLimiterFlexible" | "epoch" | "draft" | "person" | "membership" | "backupAdmin"
  | "alert" | "recoveryCard" | "voucherPair" | "voucherKey" | "routeProof"

const toOne = (model: ModelName, from: string): Relation => ({ model, from, to: "id", many: false })
const toMany = (model: ModelName, to: string): Relation => ({ model, from: "id", to, many: true })
const id = () => ({ id: rowId() })
const nulls = (...names: string[]): Row => Object.fromEntries(names.map((name) => [name, null]))

const HOLD_NULLS = nulls(
  "name", "department", "reason", "original", "intendedAt", "observedType", "observedAt", "quietFrom", "jobRunId", "dueAt",
  "leaseOwner", "leaseUntil", "collectedAt", "needsHelpUntil", "returnedAt", "acceptedAt", "acceptedBy", "acceptedReason",
  "loggedInAt", "handBy", "handById", "handUntil", "tickedBy", "tickedAt",
)
const JOB_NULLS = nulls(
  "setId", "instanceId", "instanceStatus", "startSentAt", "setDeletedAt", "note", "dueAt", "leaseOwner", "leaseUntil", "finishedAt",
)
const INSTITUTION_NULLS = nulls(
  "ssoUrl", "helpContact", "almaIdentity", "jobId", "jobParameters", "jobProvedAt", "directProvedAt", "backupAdminId", "checks", "checkedAt",
)

const isOpenHold = (row: Row) =>
  row.intendedAt !== null && row.state !== "returned" && row.state !== "left_alone" && row.acceptedAt === null

/** prisma/schema.prisma and what the migrations add to it, as far as switching and returning touch it. */
export const MODELS: Record<ModelName, Model> = {
  institution: {
    defaults: () => ({ ...id(), ...INSTITUTION_NULLS, route: "job", rate: 15, practice: false, environment: "unknown", createdAt: new Date() }),
    unique: [{ columns: ["code"] }, { columns: ["almaIdentity"] }],
    relations: {},
  },
  almaBudget: { defaults: () => nulls("reducedRate", "throttledAt"), unique: [{ columns: ["institutionId"] }], relations: {} },
  outage: {
    defaults: () => ({ ...id(), ...nulls("switchedAt", "endedAt", "endedBy", "closedAt", "owner", "ownerId", "drillScore"), state: "declared", drill: false, sheetNumber: 0 }),
    unique: [{ columns: ["institutionId", "drill"], only: (row) => row.state !== "closed" }],
    relations: { institution: toOne("institution", "institutionId"), holds: toMany("hold", "outageId"), jobRuns: toMany("jobRun", "outageId") },
  },
  hold: {
    defaults: () => ({ ...id(), ...HOLD_NULLS, desired: "none", externalReads: 0, repairs: 0, attempts: 0, fence: 0n, sweeps: 0, createdAt: new Date() }),
    unique: [{ columns: ["outageId", "primaryIdKey"] }, { columns: ["institutionId", "primaryIdKey"], only: isOpenHold }],
    relations: {
      institution: toOne("institution", "institutionId"), outage: toOne("outage", "outageId"), jobRun: toOne("jobRun", "jobRunId"),
      codes: toMany("pickupCode", "holdId"), intents: toMany("intent", "holdId"), observations: toMany("observation", "holdId"),
    },
  },
  intent: {
    defaults: () => ({ ...id(), ...nulls("jobRunId", "settledAt", "errorCode", "errorMessage", "trackingId"), state: "sent" }),
    unique: [],
    relations: { hold: toOne("hold", "holdId"), jobRun: toOne("jobRun", "jobRunId") },
  },
  observation: { defaults: () => ({ ...id(), externalId: null }), unique: [], relations: { hold: toOne("hold", "holdId") } },
  jobRun: {
    defaults: () => ({ ...id(), ...JOB_NULLS, state: "reading", startAttempts: 0, polls: 0, fence: 0n }),
    unique: [{ columns: ["name"] }, { columns: ["institutionId"], only: (row) => row.state !== "done" && row.state !== "cancelled" }],
    relations: { institution: toOne("institution", "institutionId"), outage: toOne("outage", "outageId"), holds: toMany("hold", "jobRunId") },
  },
  pickupCode: {
    defaults: () => ({ ...id(), ...nulls("claimedAt", "usedAt", "cardId", "vouchedBy"), state: "live", wrongTries: 0 }),
    unique: [
      { columns: ["hash"] },
      { columns: ["holdId"], only: ({ state, kind }) => (state === "live" || state === "claimed") && (kind === "slip" || kind === "live") },
      { columns: ["cardId"], only: ({ state }) => state === "claimed" || state === "used" },
    ],
    relations: { hold: toOne("hold", "holdId") },
  },
  auditEntry: { defaults: () => nulls("personId", "outageId", "holdId"), unique: [{ columns: ["chain", "seq"] }], relations: {} },
  auditHead: { defaults: () => ({}), unique: [{ columns: ["chain"] }], relations: {} },
  rateLimiterFlexible: { defaults: () => nulls("expire"), unique: [{ columns: ["key"] }], relations: {} },
  epoch: { defaults: () => ({}), unique: [{ columns: ["id"] }], relations: {} },
  routeProof: {
    defaults: () => ({ ...id(), ...nulls("before", "finishedAt", "proved", "pinAnswer") }),
    unique: [{ columns: ["outageId"] }],
    relations: { outage: toOne("outage", "outageId") },
  },
  draft: { defaults: () => id(), unique: [{ columns: ["institutionId", "personId"] }], relations: {} },
  person: { defaults: () => id(), unique: [{ columns: ["email"] }], relations: {} },
  alert: { defaults: () => ({ ...id(), ...nulls("institutionId", "personId", "outageId", "holdId", "seenAt", "seenBy") }), unique: [], relations: {} },
  recoveryCard: { defaults: () => ({ ...id(), ...nulls("usedAt", "deadAt") }), unique: [{ columns: ["hash"] }], relations: {} },
  voucherPair: { defaults: id, unique: [{ columns: ["institutionId", "voucherKey", "forKey"] }], relations: {} },
  voucherKey: { defaults: id, unique: [{ columns: ["holdId"] }, { columns: ["hash"] }], relations: { hold: toOne("hold", "holdId") } },
  membership: { defaults: () => id(), unique: [], relations: { person: toOne("person", "personId") } },
  backupAdmin: { defaults: () => id(), unique: [{ columns: ["institutionId", "primaryIdKey"] }], relations: {} },
}

/** What the database itself refuses besides doubles. @returns the rule that a row breaks */
export function brokenCheck(model: ModelName, row: Row): string | null {
  if (model === "hold" && row.intendedAt !== null && row.original === null) return "Hold_intent_needs_original"
  return null
}

export function mayNotBeDeleted(model: ModelName, row: Row): boolean {
  return model === "auditEntry" || (model === "hold" && isOpenHold(row))
}
