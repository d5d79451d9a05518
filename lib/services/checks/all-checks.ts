import { reportUnexpected } from "@/lib/auth/report-unexpected"
import { CHECK_IDS, checkTitle, type CheckId } from "@/lib/domain/checks"
import type { CheckView } from "@/lib/domain/views"
import { backupAdminCheck } from "./backup-admin"
import { backupsCheck } from "./backups"
import { warn, type CheckGroup, type CheckInput } from "./check"
import { clockCheck } from "./clock"
import { drillCheck } from "./drill"
import { environmentCheck } from "./environment"
import { jobPayloadCheck } from "./job-payload"
import { keyChecks } from "./key-rights"
import { loginPageCheck } from "./login-page"
import { mailCheck } from "./mail"
import { peopleCheck } from "./people"
import { pinCheck } from "./pin"
import { rosterCheck } from "./roster"
import { routeCheck } from "./route-proved"
import { ssoProbeCheck } from "./sso-probe"

const GROUPS: readonly CheckGroup[] = [
  keyChecks, environmentCheck, jobPayloadCheck, routeCheck, loginPageCheck, backupAdminCheck, ssoProbeCheck,
  rosterCheck, peopleCheck, mailCheck, drillCheck, backupsCheck, clockCheck, pinCheck,
]

/** Looks at everything, or at what is asked for; side by side, told in the fixed order. */
export async function lookAtAll(input: CheckInput, only?: readonly CheckId[]): Promise<CheckView[]> {
  const asked = GROUPS.filter((group) => !only || group.ids.some((id) => only.includes(id)))
  const found = (await Promise.all(asked.map((group) => lookAt(group, input)))).flat()
  return CHECK_IDS.flatMap((id) => found.find((check) => check.id === id) ?? [])
}

/** A check that breaks says so, and takes none of the others with it. */
async function lookAt(group: CheckGroup, input: CheckInput): Promise<CheckView[]> {
  try {
    return await group.look(input)
  } catch (error) {
    const reference = reportUnexpected("a check", error)
    const found = (id: CheckId) => warn(id, `Lantern could not look at this: ${checkTitle(id)}. Reference ${reference}.`, "Check again; if it stays so, tell the operator the reference.")
    return group.ids.map((id) => ({ ...found(id), unanswered: true as const }))
  }
}
