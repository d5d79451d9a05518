import { backupAdminIdsOf } from "@/lib/db/backup-admins"
import { claimDueJobRun, releaseJobRun } from "@/lib/db/claims"
import type { JobRunState } from "@/lib/db/generated/client"
import { declareOutage } from "@/lib/services/declare-outage"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { formJobRun } from "./job-run/form-job-run"
import { stepJobRun } from "./job-run/step-job-run"
import type { StepContext } from "./step-context"
import type { TestLantern } from "./test-lantern"

/** For taking single steps by hand, so that something else can happen between two of them. */
export async function stepContext(lantern: TestLantern): Promise<StepContext> {
  const institution = await lantern.ctx.db.institution.findUniqueOrThrow({ where: { id: lantern.institution.id } })
  const backupAdminIds = await backupAdminIdsOf(lantern.ctx.db, institution)
  return { ...lantern.ctx, owner: "by hand", isStopping: () => false, institution, backupAdminIds, alma: lantern.ctx.almaFor(institution) }
}

/** Declares and asks for the switch. Without a worker nothing moves yet. */
export async function asked(lantern: TestLantern, staff: string[]): Promise<string> {
  const { ctx } = lantern
  const outageId = await declareOutage(ctx, { institution: "ABC", reason: "SSO is down", hours: 4, text: staff.join("\n") })
  await switchAccounts(ctx, { outageId })
  return outageId
}

/** Steps the institution's job run by hand until it is in this state, forming one where there is none. */
export async function runUntil(lantern: TestLantern, ctx: StepContext, state: JobRunState, polls = 0): Promise<void> {
  await formJobRun(ctx)
  for (let tries = 0; tries < 200; tries++) {
    const run = await ctx.db.jobRun.findFirstOrThrow({ where: { institutionId: ctx.institution.id }, orderBy: { createdAt: "desc" } })
    if (run.state === state && run.polls >= polls) return
    await stepRun(ctx)
  }
  throw new Error(`The run never came to ${state}`)
}

/** One step of the run, whenever it is due. */
export async function stepRun(ctx: StepContext): Promise<void> {
  await ctx.db.jobRun.updateMany({ where: { dueAt: { not: null } }, data: { dueAt: new Date(0) } })
  const run = await claimDueJobRun(ctx.db, ctx.institution.id, ctx.owner)
  if (!run) return
  await stepJobRun(ctx, run)
  await releaseJobRun(ctx.db, run.id, run.fence)
  await new Promise((resolve) => setTimeout(resolve, 20))
}
