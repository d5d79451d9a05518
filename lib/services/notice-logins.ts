import { appendAudit } from "@/lib/db/audit"
import type { Hold, Institution } from "@/lib/db/generated/client"
import { putOffTurn, takeTurn } from "@/lib/db/turns"
import type { StaffLogin } from "@/lib/domain/staff-login"
import { readStaffLogin } from "@/lib/domain/staff-login"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"

const EVERY_SECONDS = 60
/** A key that may not read the report is asked again after this long: its rights may have been widened. */
const NOT_ALLOWED_SECONDS = 3_600
/** 5,000 logins: more than that of one day or two are not looked through each minute. */
const MOST_PAGES = 50
const PAGE = 100

/**
 * Looks in Alma's staff login report for those who have collected a password and writes down who has logged
 * in since. At most once a minute for an institution, whoever calls. Where the key may not read the report,
 * or Alma doesn't answer, nothing is known and nothing is written.
 * @returns how many were seen to have logged in
 */
export async function noticeLogins(ctx: ServiceContext): Promise<number> {
  const waiting = await ctx.db.hold.findMany({
    where: {
      state: "collected",
      collectedAt: { not: null },
      outage: { endedAt: null },
      OR: [{ loggedInAt: null }, { loggedInAt: { lt: ctx.db.hold.fields.collectedAt } }],
    },
    include: { institution: true },
    orderBy: { id: "asc" },
  })
  const byInstitution = Map.groupBy(waiting, (hold) => hold.institutionId)
  let seen = 0
  for (const holds of byInstitution.values()) seen += await noticeAt(ctx, holds[0]!.institution, holds)
  return seen
}

async function noticeAt(ctx: ServiceContext, institution: Institution, holds: Hold[]): Promise<number> {
  const turn = `logins:${institution.id}`
  if (!(await takeTurn(ctx.db, turn, EVERY_SECONDS))) return 0
  const from = new Date(Math.min(...holds.map((hold) => hold.collectedAt!.getTime())))
  const logins = await readLogins(ctx, institution, from)
  if (logins === "not_allowed") await putOffTurn(ctx.db, turn, NOT_ALLOWED_SECONDS)
  if (!Array.isArray(logins)) return 0
  let seen = 0
  for (const hold of holds) {
    const at = firstLogin(hold, logins)
    if (at && (await writeDown(ctx, hold, at))) seen += 1
  }
  return seen
}

async function readLogins(ctx: ServiceContext, institution: Institution, from: Date): Promise<StaffLogin[] | "not_allowed" | "not_known"> {
  const alma = ctx.almaFor(institution)
  const logins: StaffLogin[] = []
  let read = 0
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await alma.staffLoginReport({ from, to: ctx.clock(), limit: PAGE, offset: read }, { priority: "watch" })
    if (answer.kind === "unauthorized") return "not_allowed"
    // What was read before a page failed still counts; the next minute reads the rest.
    if (answer.kind !== "ok") return page === 0 ? "not_known" : logins
    logins.push(...answer.value.events.map(readStaffLogin).filter((login) => login !== null))
    read += answer.value.events.length
    if (answer.value.events.length === 0 || read >= answer.value.total) break
  }
  return logins
}

/** The first login after the collection: one before it was with another password. */
function firstLogin(hold: Hold, logins: StaffLogin[]): Date | null {
  const times = logins.filter((login) => login.primaryIdKey === hold.primaryIdKey && login.at >= hold.collectedAt!).map((login) => login.at.getTime())
  return times.length === 0 ? null : new Date(Math.min(...times))
}

/** Another collection, or a return, that came meanwhile wins. */
function writeDown(ctx: ServiceContext, hold: Hold, loggedInAt: Date): Promise<boolean> {
  return ctx.db.$transaction(async (tx) => {
    const { count } = await tx.hold.updateMany({
      where: { id: hold.id, state: "collected", collectedAt: hold.collectedAt },
      data: { loggedInAt },
    })
    if (count === 0) return false
    await appendAudit(tx, auditFrame(ctx, hold.institutionId), [
      { action: "hold.logged_in", outageId: hold.outageId, holdId: hold.id, detail: { at: loggedInAt.toISOString() } },
    ])
    return true
  })
}
