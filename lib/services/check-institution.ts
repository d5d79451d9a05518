import type { AlmaClient } from "@/lib/alma/alma-client"
import { appendAudit } from "@/lib/db/audit"
import type { Institution, Prisma } from "@/lib/db/generated/client"
import { findInstitution } from "@/lib/db/scope"
import type { CheckView } from "@/lib/domain/views"
import { checkBackupAdmin } from "./check-backup-admin"
import type { ServiceContext } from "./context"
import { auditFrame } from "./context"
import { mayLeadInside } from "./may-lead-inside"
import { pageAnswers } from "./page-answers"
import { keyRights, type KeyRights } from "./probe-alma"

/** A route that was last seen to work longer ago than this is to be proved again. */
const PROVED_DAYS = 90
const DAY_MS = 86_400_000

/** Looks at everything that an outage will need, with the one thing to do about each. Changes nothing in Alma. */
export async function checkInstitution(
  ctx: ServiceContext,
  input: { institution: string },
): Promise<{ code: string; checks: CheckView[] }> {
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "institution.manage")
  const alma = ctx.almaFor(institution)
  const rights = await keyRights(alma)
  const now = ctx.clock()
  const checks = [
    keyRead(rights),
    keyWrite(rights, institution),
    keyJobs(rights, institution),
    await environmentCheck(alma, institution),
    await jobPayload(alma, institution),
    routeProved(institution, now),
    await loginPage(ctx, institution),
    await checkBackupAdmin(alma, institution, now),
  ]
  await ctx.db.$transaction(async (tx) => {
    const stored = checks.map((check) => ({ ...check })) satisfies Prisma.InputJsonValue
    await tx.institution.update({ where: { id: institution.id }, data: { checks: stored, checkedAt: now } })
    const notOk = checks.filter((check) => check.status !== "ok").map(({ id, status }) => ({ id, status }))
    await appendAudit(tx, auditFrame(ctx, institution.id), [{ action: "institution.checked", detail: { notOk } }])
  })
  return { code: institution.code, checks }
}

const ok = (id: string, message: string): CheckView => ({ id, status: "ok", message, fix: null })
const warn = (id: string, message: string, fix: string): CheckView => ({ id, status: "warn", message, fix })
const fail = (id: string, message: string, fix: string): CheckView => ({ id, status: "fail", message, fix })

const KEY_FIX = "On the Ex Libris Developer Network give the key the area"
const SILENT = "Alma did not answer."
const AGAIN = "See whether Alma is up and the address is right, then check again."
const unanswered = (id: string): CheckView => ({ ...fail(id, SILENT, AGAIN), unanswered: true })

function keyRead({ readUsers }: KeyRights): CheckView {
  const id = "key.read"
  if (readUsers === null) return unanswered(id)
  return readUsers ? ok(id, "The key reads users.") : fail(id, "The key can't read users.", `${KEY_FIX} Users, read/write.`)
}

function keyWrite({ writeUsers }: KeyRights, { route }: Institution): CheckView {
  const id = "key.write"
  const fix = `${KEY_FIX} Users, read/write.`
  if (writeUsers) return ok(id, "The key writes users.")
  if (writeUsers === null) return unanswered(id)
  if (route === "manual") return warn(id, "The key can't write users: accounts are returned by hand too.", fix)
  return fail(id, "The key can't write users.", fix)
}

function keyJobs({ readConf, writeConf }: KeyRights, { route }: Institution): CheckView {
  const id = "key.jobs"
  if (readConf && writeConf) return ok(id, "The key makes sets and runs jobs.")
  if (route !== "job") return ok(id, `Not needed for the route ${route}.`)
  if (readConf === null || writeConf === null) return unanswered(id)
  return fail(id, "The key can't make sets or run jobs.", `${KEY_FIX} Configuration, read/write.`)
}

async function environmentCheck(alma: AlmaClient, institution: Institution): Promise<CheckView> {
  const id = "environment"
  const answer = await alma.general()
  if (answer.kind === "unauthorized") {
    return warn(id, "The key may not read which Alma it reaches.", `${KEY_FIX} Configuration, read.`)
  }
  if (answer.kind !== "ok") return warn(id, "Alma did not say which Alma it is.", AGAIN)
  const { institution: who, environment } = answer.value
  if (institution.practice) return ok(id, "The practice Alma: invented people only.")
  const known = institution.almaIdentity
  if (known !== null && known !== `${who.code}|${environment}`) {
    const fix = `If that is right, enter the key again: lantern institution set ${institution.code} --api-key-env VAR`
    return fail(id, `The key now reaches another Alma: ${who.name} (${who.code}, ${environment}).`, fix)
  }
  const words = `${who.name} (${who.code}), ${environment}`
  if (environment === "sandbox") return warn(id, `${words}: not the Alma that staff work in.`, "Use a production key when this is for real.")
  return ok(id, `${words}.`)
}

async function jobPayload(alma: AlmaClient, institution: Institution): Promise<CheckView> {
  const id = "job.payload"
  const { jobId, route, code } = institution
  if (route !== "job") return ok(id, `Not needed for the route ${route}.`)
  const paste = `Paste Alma's API Information panel: lantern institution job-payload ${code} --file F`
  if (jobId === null) return fail(id, "There is no job payload yet.", paste)
  const answer = await alma.getJob(jobId)
  switch (answer.kind) {
    case "ok":
      return ok(id, `Job ${jobId} (${answer.value.name || "unnamed"}) changes the account type and nothing else.`)
    case "not_found":
    case "refused":
      return fail(id, `Alma knows no job ${jobId}.`, paste)
    case "unauthorized":
      return warn(id, `Job ${jobId} could not be looked up.`, `${KEY_FIX} Configuration, read/write.`)
    case "throttled":
    case "daily_limit":
    case "unreachable":
    case "unknown":
      return warn(id, `Job ${jobId} could not be looked up: Alma did not answer.`, AGAIN)
  }
}

/** Also written anew when an outage has just proved the route. */
export function routeProved(institution: Institution, now: Date): CheckView {
  const id = "route.proved"
  const { route } = institution
  if (route === "manual") return ok(id, "The manual route needs no proof: a person makes the change, Lantern reads it.")
  const provedAt = route === "job" ? institution.jobProvedAt : institution.directProvedAt
  const drill = "Run a drill with one account whose owner agrees."
  if (provedAt === null) return warn(id, `The route ${route} is not proved yet.`, drill)
  const day = provedAt.toISOString().slice(0, 10)
  if (now.getTime() - provedAt.getTime() > PROVED_DAYS * DAY_MS) {
    return warn(id, `The route ${route} was last proved on ${day}, over ${PROVED_DAYS} days ago.`, drill)
  }
  return ok(id, `The route ${route} was proved on ${day}.`)
}

async function loginPage(ctx: ServiceContext, institution: Institution): Promise<CheckView> {
  const id = "login.page"
  const { loginUrl, code } = institution
  const answer = await pageAnswers(loginUrl, mayLeadInside(ctx, institution, loginUrl))
  const fix = `Open ${loginUrl} in a browser; if it is wrong: lantern institution set ${code} --login-url U`
  switch (answer.kind) {
    case "answers":
      return ok(id, "The login page for internal users answers.")
    case "error_page":
      return fail(id, `The login page answers with an error (HTTP ${answer.status}).`, fix)
    case "not_asked":
      return warn(id, `The login page was not tried: ${answer.why}.`, fix)
    case "silent":
      return fail(id, "The login page does not answer.", fix)
  }
}
