import type { Fault } from "@/lib/practice/faults"
import { rulesAt, type Row, type Strike } from "./row"
import { BYSTANDER, OTHERS, TARGET, type Step } from "./steps"

const ALL = [TARGET, ...OTHERS]

const job = (id: string, title: string, at: Row["at"]): Row => ({ id, title, group: "job", at })

const onRun = (id: string, title: string, fault: Fault, more: Omit<Strike, "rules"> & { times?: number } = {}): Row => {
  const { times = 1, ...strike } = more
  return job(id, title, (step) => (step.asked === "run" ? { rules: rulesAt(step, fault, times), ...strike } : null))
}

/** Somebody makes a member Internal while the run is being prepared. */
function memberInternal(step: Step): Strike | null {
  if (step.route !== "job" || step.phase !== "switch" || step.asked === "delete_set") return null
  const { match, after } = step
  return { rules: [{ match, ...(after && { after }), fault: { kind: "meanwhile", change: "internal", primaryId: TARGET } }] }
}

export const JOB_ROWS: Row[] = [
  onRun("402222", "refused: execution threshold", { kind: "job_refused" }),
  onRun("60347", "refused: overlaps with a running job", { kind: "job_overlap" }),
  onRun("job-lost", "answer lost after the start", { kind: "job_answer_lost" }),
  onRun("job-late-3s", "starts 3 s after its answer was lost", { kind: "job_late_start", delayMs: 3_000 }),
  onRun("job-late-40s", "starts 40 s after its answer was lost", { kind: "job_late_start", delayMs: 40_000 }, { landsWithinMs: 41_000 }),
  onRun("job-late-70s", "starts 70 s after its answer was lost", { kind: "job_late_start", delayMs: 70_000 }, { landsWithinMs: 71_000 }),
  onRun("partly", "partly done, says success", { kind: "job_partial", ids: [TARGET] }),
  onRun("partly-twice", "partly done, twice", { kind: "job_partial", ids: [TARGET] }, { times: 2 }),
  onRun("none-done", "nobody done, says success", { kind: "job_partial", ids: ALL }),
  onRun("hung", "never ends", { kind: "job_hang" }, { hangs: true }),
  onRun("aborted", "aborted half way", { kind: "job_abort" }),
  onRun("job-slow", "takes 6 s", { kind: "job_slow", delayMs: 6_000 }),
  onRun("job-ended-under", "outage ended while it runs", { kind: "job_slow", delayMs: 4_000 }, { endAtOnce: true }),
  onRun("set-edited", "set edited as the run begins", { kind: "set_edited", primaryId: BYSTANDER }, { strangerMayChange: BYSTANDER }),
  job("set-edited-before", "set edited before the run", (step) =>
    step.asked === "members" ? { rules: rulesAt(step, { kind: "set_edited", primaryId: BYSTANDER, when: "after_members" }, 1) } : null),
  job("set-taken", "name of the set is taken", (step) =>
    step.asked === "create_set" ? { rules: rulesAt(step, { kind: "set_name_taken" }, 1) } : null),
  job("member-internal", "a member made Internal meanwhile", memberInternal),
]
