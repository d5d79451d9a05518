import type { AlmaFailure, AlmaOutcome } from "@/lib/domain/alma-outcome"
import type { CheckView } from "@/lib/domain/views"
import { KEY_FIX, fail, notLooked, ok, warn, type CheckGroup, type CheckInput } from "./check"

/** Alma documentation: a job may be started over the API five times an hour. */
const STARTS_AN_HOUR = 5
const HOUR_MS = 3_600_000
/** Whether the key may; where Alma didn't say, why. */
type Right = boolean | AlmaFailure

export const keyChecks: CheckGroup = {
  ids: ["key.read", "key.write", "key.jobs"],
  look: async (input) => {
    const { alma } = input
    const [readUsers, writeUsers, readConf, writeConf] = await Promise.all([
      right(alma.canReadUsers()), right(alma.canWriteUsers()), right(alma.canReadConf()), right(alma.canWriteConf()),
    ])
    return [keyRead(readUsers), keyWrite(writeUsers, input), await keyJobs(readConf, writeConf, input)]
  },
}

async function right(test: Promise<AlmaOutcome<boolean>>): Promise<Right> {
  const answer = await test
  if (answer.kind === "ok") return answer.value
  return answer.kind === "refused" ? false : answer
}

function keyRead(may: Right): CheckView {
  const id = "key.read"
  if (typeof may !== "boolean") return notLooked(id, may, true)
  return may ? ok(id, "The key reads users.") : fail(id, "The key can't read users.", `${KEY_FIX} Users, read/write.`)
}

function keyWrite(may: Right, { institution }: CheckInput): CheckView {
  const id = "key.write"
  const fix = `${KEY_FIX} Users, read/write.`
  if (typeof may !== "boolean") return notLooked(id, may, true)
  if (may) return ok(id, "The key writes users.")
  if (institution.route === "manual") return warn(id, "The key can't write users: accounts are returned by hand too.", fix)
  return fail(id, "The key can't write users.", fix)
}

async function keyJobs(read: Right, write: Right, input: CheckInput): Promise<CheckView> {
  const id = "key.jobs"
  const { route } = input.institution
  if (route !== "job") return ok(id, read === true && write === true ? "The key makes sets and runs jobs." : `Not needed for the route ${route}.`)
  if (read === false || write === false) return fail(id, "The key can't make sets or run jobs.", `${KEY_FIX} Configuration, read/write.`)
  const silent = typeof read === "boolean" ? write : read
  return typeof silent === "boolean" ? hourlyBudget(input) : notLooked(id, silent, true)
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
