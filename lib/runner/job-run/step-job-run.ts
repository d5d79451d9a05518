import type { JobRun } from "@/lib/db/generated/client"
import type { StepContext } from "../step-context"
import { fillSet, makeSet } from "./fill-set"
import { findStart } from "./find-start"
import { followJob } from "./follow-job"
import { readBack } from "./read-back"
import { readMembers } from "./read-members"
import { startJob } from "./start-job"

/** Does the next step of a claimed job run. Each step commits where it got to. */
export async function stepJobRun(ctx: StepContext, run: JobRun): Promise<void> {
  switch (run.state) {
    case "reading":
      return readMembers(ctx, run)
    case "intended":
      return makeSet(ctx, run)
    case "set_created":
      return fillSet(ctx, run)
    case "set_checked":
      return startJob(ctx, run)
    case "start_sent":
      return findStart(ctx, run)
    case "running":
      return followJob(ctx, run)
    case "reading_back":
      return readBack(ctx, run)
    case "done":
    case "cancelled":
      return
  }
}
