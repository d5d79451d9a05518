import type { CheckView } from "@/lib/domain/views"
import { keyRights, type KeyRights } from "../probe-alma"
import { KEY_FIX, fail, ok, unanswered, warn, type CheckGroup, type CheckInput } from "./check"

/** Alma documentation: a job may be started over the API five times an hour. */
const STARTS_AN_HOUR = 5
const HOUR_MS = 3_600_000

export const keyChecks: CheckGroup = {
  ids: ["key.read", "key.write", "key.jobs"],
  look: async (input) => {
    const rights = await keyRights(input.alma)
    return [keyRead(rights), keyWrite(rights, input), await keyJobs(rights, input)]
  },
}

function keyRead({ readUsers }: KeyRights): CheckView {
  const id = "key.read"
  if (readUsers === null) return unanswered(id)
  return readUsers ? ok(id, "The key reads users.") : fail(id, "The key can't read users.", `${KEY_FIX} Users, read/write.`)
}

function keyWrite({ writeUsers }: KeyRights, { institution }: CheckInput): CheckView {
  const id = "key.write"
  const fix = `${KEY_FIX} Users, read/write.`
  if (writeUsers) return ok(id, "The key writes users.")
  if (writeUsers === null) return unanswered(id)
  if (institution.route === "manual") return warn(id, "The key can't write users: accounts are returned by hand too.", fix)
  return fail(id, "The key can't write users.", fix)
}

async function keyJobs({ readConf, writeConf }: KeyRights, input: CheckInput): Promise<CheckView> {
  const id = "key.jobs"
  const { route } = input.institution
  if (route !== "job") return ok(id, readConf && writeConf ? "The key makes sets and runs jobs." : `Not needed for the route ${route}.`)
  if (readConf && writeConf) return hourlyBudget(input)
  if (readConf === null || writeConf === null) return unanswered(id)
  return fail(id, "The key can't make sets or run jobs.", `${KEY_FIX} Configuration, read/write.`)
}

/** Only Lantern's own starts are known here: another program of the institution may use up the same five. */
async function hourlyBudget({ ctx, institution, now }: CheckInput): Promise<CheckView> {
  const id = "key.jobs"
  const starts = await ctx.db.jobRun.findMany({
    where: { institutionId: institution.id, startSentAt: { gt: new Date(now.getTime() - HOUR_MS) } },
    orderBy: { startSentAt: "asc" },
    select: { startSentAt: true },
  })
  const says = `The key makes sets and runs jobs; ${starts.length} of ${STARTS_AN_HOUR} starts used this hour.`
  if (starts.length < STARTS_AN_HOUR) return ok(id, says)
  const free = (starts[starts.length - STARTS_AN_HOUR]?.startSentAt?.getTime() ?? now.getTime()) + HOUR_MS
  const minutes = Math.max(1, Math.ceil((free - now.getTime()) / 60_000))
  return warn(id, says, `Alma takes the next start in ${minutes} min. Until then Lantern waits by itself; the manual route doesn't.`)
}
