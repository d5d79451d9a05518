import { backupAdminIdsOf, lentToStrangers } from "@/lib/db/backup-admins"
import type { BackupAdmin } from "@/lib/db/generated/client"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { inspectBackupAdmin, type BackupAdminPart } from "@/lib/domain/back-up-admin"
import { failureSentence } from "@/lib/domain/sentences"
import type { CheckView } from "@/lib/domain/views"
import { openPassword } from "../backup-admin-password"
import { internalAdmins } from "../internal-admins"
import { todayIn } from "../judge-accounts"
import { DAY_MS, moment, namesOf, notLooked, ok, single, warn, type CheckInput } from "./check"

const ID = "backup-admin"
/** CARLI: one, or two at most. */
const MOST = 2
/** A password is tried this seldom: Alma counts wrong tries. */
const TRY_AGAIN_MS = 6 * 3_600_000

/** CARLI's advice: an Internal staff account that lets a person in when nothing else does, and that no feed loads. */
export const backupAdminCheck = single(ID, async (input) => {
  const named = await backupAdminIdsOf(input.ctx.db, input.institution)
  if (named.length === 0) return noneNamed(input)
  const parts = (await Promise.all(named.map((id) => lookAt(input, id)))).flat()
  if (named.length > MOST) parts.push(tooMany(named))
  const worst = parts.some((part) => part.status === "fail") ? "fail" : parts.some((part) => part.status === "warn") ? "warn" : "ok"
  const kept = parts.map(({ says: _says, ...part }) => part)
  if (worst === "ok") {
    const good = named.length === 1 ? `${named[0]} is Internal, active and a User Administrator.` : `${namesOf(named)} are Internal, active and User Administrators.`
    return { ...ok(ID, good), parts: kept }
  }
  const found: CheckView = { id: ID, status: worst, message: saidOf(named, parts), fix: fixOf(parts), parts: kept }
  const others = worst === "fail" ? (await internalAdmins(input, named)).admins : []
  if (others.length === 0) return found
  return { ...found, status: "warn", message: `${found.message} Meanwhile ${namesOf(others.map((one) => one.name))} could let the others in: Internal, and may manage users.` }
})

/** Whether one is needed at all. */
async function noneNamed(input: CheckInput): Promise<CheckView> {
  const { admins: able, silent } = await internalAdmins(input, [])
  if (able.length > 0) {
    const who = namesOf(able.map(({ name, roles }) => `${name} (${roles.join(", ")})`))
    return {
      ...ok(ID, `None is needed: ${who} ${able.length === 1 ? "is" : "are"} Internal all the time and may manage users. A back-up account would only add a Named User.`),
      parts: able.map(({ primaryId, name, roles }) => ({ id: "internal_admin", of: primaryId, title: name, status: "ok" as const, message: roles.join(", "), why: null })),
    }
  }
  if (silent !== null) return notLooked(ID, silent)
  return warn(ID, "No back-up admin account is named.", `Make or name one on its page, or: lantern institution set ${input.institution.code} --backup-admin PRIMARY_ID`)
}

async function lookAt(input: CheckInput, primaryId: string): Promise<BackupAdminPart[]> {
  const { ctx, institution, alma, now } = input
  const row = await ctx.db.backupAdmin.findUnique({
    where: { institutionId_primaryIdKey: { institutionId: institution.id, primaryIdKey: primaryIdKey(primaryId) } },
  })
  // Whether it is there isn't known yet, so nothing is said of it but that.
  if (row?.state === "making") return kept(input, row, false)
  const answer = await alma.getUser(primaryId)
  if (answer.kind !== "ok" && answer.kind !== "not_found") {
    const message = `could not be read. ${failureSentence(answer)}`
    return [{ id: "exists", of: primaryId, title: "In Alma", status: "warn", message, says: message.replace(/\.$/, ""), why: "Mend the key, then check again." }]
  }
  const people = await ctx.db.person.findMany({ select: { email: true } })
  const rules = { today: todayIn(institution.timeZone, now), sisGroups: institution.sisGroups, ownAddresses: people.map((person) => person.email) }
  const parts = inspectBackupAdmin(primaryId, answer.kind === "ok" ? answer.value : null, rules)
  const usable = parts.every((part) => part.status !== "fail" || part.id === "patron" || part.id === "staff")
  const gone = row !== null && (await lentToStrangers(ctx.db, [row])).has(row.id)
  return [...parts, ...(row ? [...kept(input, row, gone), ...(usable ? await password(input, row) : [])] : [])]
}

/** What Lantern itself knows of how it is kept. */
function kept({ institution, now }: CheckInput, row: BackupAdmin, gone: boolean): BackupAdminPart[] {
  const of = row.primaryId
  const parts: BackupAdminPart[] = []
  if (gone) {
    parts.push({ id: "out", of, title: "Checked out", status: "fail", message: `${row.outTo}, who has lost access`, says: `is still checked out by ${row.outTo}, who has lost access to Lantern and knows its password`, why: "An admin checks it in for them: it gets a new password." })
  } else if (row.outAt !== null && now.getTime() - row.outAt.getTime() > DAY_MS) {
    const message = `${row.outTo} since ${moment(row.outAt, institution.timeZone)}`
    parts.push({ id: "out", of, title: "Checked out", status: "warn", message, says: `has been checked out by ${message}`, why: "Check it in: it gets a new password, and the next person can take it." })
  }
  if (row.candidateSealed !== null) {
    const says = row.state === "making" ? "was asked of Alma, and whether it was made isn't known" : "has a new password of which it isn't known whether Alma took it"
    parts.push({ id: "pending", of, title: "Last change", status: "warn", message: "not settled", says, why: "Settle it on its page: Lantern asks Alma which it is." })
  }
  if (row.passwordSealed !== null && (row.sheetAt === null || (row.passwordSetAt !== null && row.sheetAt < row.passwordSetAt))) {
    const message = row.sheetAt === null ? "never printed" : "out of date"
    parts.push({ id: "sheet", of, title: "Sheet in the safe", status: "warn", message, says: `has a sheet for the safe that is ${row.sheetAt === null ? "not printed yet" : "out of date"}`, why: "Print the sheet and put it in the safe; shred the old one. Lantern itself may be what is down." })
  }
  return parts
}

/** Whether the password that Lantern keeps lets anybody in. Asked by itself, and seldom. */
async function password({ ctx, alma, before, now }: CheckInput, row: BackupAdmin): Promise<BackupAdminPart[]> {
  const secret = openPassword(ctx, row, "passwordSealed")
  if (secret === null || row.outAt !== null || row.candidateSealed !== null) return []
  const last = before.find((check) => check.id === ID)?.parts?.find((part) => part.id === "password" && part.of === row.primaryId)
  const tried = last?.at
  if (last && tried && now.getTime() - Date.parse(tried) < TRY_AGAIN_MS && (row.passwordSetAt === null || Date.parse(tried) > row.passwordSetAt.getTime())) {
    return [{ ...last, says: last.status === "ok" ? null : WRONG }]
  }
  const answer = await alma.checkPassword(row.primaryId, secret)
  if (answer.kind !== "ok") return []
  const part = { id: "password", of: row.primaryId, title: "Password tried", at: now.toISOString() }
  if (answer.value) return [{ ...part, status: "ok", message: "works", says: null, why: null }]
  return [{ ...part, status: "fail", message: "refused", says: WRONG, why: "Somebody set another one in Alma. Let Lantern set a new one on its page, and print the sheet." }]
}

const WRONG = "does not take the password that Lantern keeps"

function tooMany(named: string[]): BackupAdminPart {
  return { id: "count", title: "Back-up admins", status: "warn", message: String(named.length), says: `${named.length} are named; one is enough, or two`, why: "Each one is a Named User and a way in: keep one or two." }
}

/** The one thing to do; of several, where each of them stands. */
function fixOf(parts: BackupAdminPart[]): string {
  const owed = parts.filter((part) => part.status === "warn" || part.status === "fail")
  return owed.length === 1 && owed[0]?.why ? owed[0].why : "Look at it on its page: each thing says what to do, as CARLI advises."
}

/** "backup_admin is not Internal…; has no User Administrator role. second_admin …" */
function saidOf(named: string[], parts: BackupAdminPart[]): string {
  const said = named.flatMap((id) => {
    const wrong = parts.filter((part) => part.of === id && part.says !== null && part.status !== "ok").map((part) => part.says)
    return wrong.length === 0 ? [] : [`${id} ${wrong.join("; ")}.`]
  })
  const all = parts.filter((part) => part.of === undefined && part.says !== null).map((part) => `${part.says}.`)
  return [...said, ...all].join(" ")
}
