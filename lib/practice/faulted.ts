import { AlmaRefusal, dailyThreshold, html, json, jsonError, perSecondThreshold } from "./answer"
import { unauthorized, xmlError, type Answer } from "./answer"
import type { Call, World } from "./call"
import type { Fault, StatusBody } from "./faults"
import { changeMeanwhile } from "./meanwhile"
import { executionThreshold, overlap, prepareRun, startRun } from "./jobs"
import type { RunFaults } from "./job-runner"
import { accountTypeOf, primaryIdOf } from "./record"
import { answerCall, asAnswer } from "./routes"
import { commitPut, preparePut } from "./user-put"
import { findAccount } from "./users"
import { fullView } from "./user-view"

/** How the answer reaches the client. */
export type Delivery =
  | { how: "whole"; answer: Answer }
  | { how: "truncated"; answer: Answer }
  | { how: "slow"; answer: Answer; overMs: number }
  | { how: "reset" }
  | { how: "hang" }

/** Serves one request with the fault that struck it, or plainly where there is none. */
export function deliver(world: World, call: Call, fault: Fault | null): Delivery {
  if (!fault) return whole(answerCall(world, call))
  switch (fault.kind) {
    case "reset_before_apply":
      return { how: "reset" }
    case "reset_after_apply":
    case "job_answer_lost":
      answerCall(world, call)
      return { how: "reset" }
    case "late_apply":
      applyLate(world, call, fault.delayMs ?? 1_500, fault.validated ?? false)
      return { how: "hang" }
    case "job_late_start":
      startLate(world, call, fault.delayMs ?? 1_500)
      return { how: "reset" }
    case "hang":
      return { how: "hang" }
    case "truncated_body":
      return { how: "truncated", answer: answerCall(world, call) }
    case "slow_body":
      return { how: "slow", answer: answerCall(world, call), overMs: fault.delayMs ?? 5_000 }
    case "duplicate_delivery": {
      const answer = answerCall(world, call)
      if (fault.delayMs) world.later(fault.delayMs, () => answerCall(world, call))
      else answerCall(world, call)
      return whole(answer)
    }
    default:
      return whole(faultAnswer(world, call, fault))
  }
}

type AnsweredFault = Exclude<
  Fault,
  {
    kind:
      | "reset_before_apply"
      | "reset_after_apply"
      | "job_answer_lost"
      | "late_apply"
      | "job_late_start"
      | "hang"
      | "truncated_body"
      | "slow_body"
      | "duplicate_delivery"
  }
>

function faultAnswer(world: World, call: Call, fault: AnsweredFault): Answer {
  switch (fault.kind) {
    case "status429":
      return perSecondThreshold(fault.body ?? "json")
    case "daily_threshold":
      return dailyThreshold(fault.body ?? "json")
    case "status":
      if (fault.applied) answerCall(world, call)
      return brokenStatus(world, fault.status ?? 500, fault.body ?? "html")
    case "redirect":
      return { ...html("", 302), headers: { location: fault.to ?? "/mng/login?auth=local" } }
    case "key_revoked":
      if (fault.body !== "plain") return unauthorized()
      return { status: 400, type: "text/plain", body: "Invalid API Key", code: "UNAUTHORIZED" }
    case "ok_error_envelope": {
      const message = "General Error: An error has occurred while processing the request."
      return jsonError(fault.code ?? "401652", message, 200, world.clock())
    }
    case "ok_unchanged":
    case "stale_read":
    case "huge_user":
    case "wrong_person":
      return asAnswer(world, call, () => userFault(world, call, fault))
    case "set_name_taken":
      return asAnswer(world, call, () => {
        throw new AlmaRefusal("402263", "The set name already exists. Please choose a different name.")
      })
    case "job_refused":
    case "job_overlap":
      return asAnswer(world, call, () => {
        throw fault.kind === "job_refused" ? executionThreshold() : overlap()
      })
    case "meanwhile": {
      const answer = answerCall(world, call)
      changeMeanwhile(world, fault.change, fault.primaryId ?? call.segments[1] ?? "", fault.by ?? "admin")
      return answer
    }
    case "set_edited":
      return setEdited(world, call, fault)
    case "job_partial":
      return run(world, call, fault.ids ? { failIds: fault.ids } : { failFraction: fault.fraction ?? 0.5 })
    case "job_hang":
      return run(world, call, { hang: true })
    case "job_abort":
      return run(world, call, { abort: true })
    case "job_slow":
      return run(world, call, { slowMs: fault.delayMs ?? 5_000 })
    case "job_other_set":
      return asAnswer(world, call, () => runOtherSet(world, call, fault.setId))
  }
}

type UserFault = Extract<Fault, { kind: "ok_unchanged" | "stale_read" | "huge_user" | "wrong_person" }>

function userFault(world: World, call: Call, fault: UserFault): Answer {
  const account = findAccount(world, call, call.segments[1] ?? "")
  if (fault.kind === "ok_unchanged") return json(fullView(account.user, world.base()))
  if (fault.kind === "stale_read") {
    const isBehind = world.clock().getTime() - account.changedAt < (fault.lagMs ?? 120_000)
    return json(fullView((isBehind ? account.previous : null) ?? account.user, world.base()))
  }
  if (fault.kind === "huge_user") {
    const note = {
      note_type: { value: "GENERAL", desc: "" },
      note_text: "x".repeat(fault.bytes ?? 5_000_000),
    }
    return json({ ...fullView(account.user, world.base()), user_note: [note] })
  }
  const others = [...world.store.accounts.values()].filter((each) => each.uid !== account.uid)
  const named = fault.primaryId ? world.store.byPrimaryId(fault.primaryId) : others[0]
  return json(fullView((named ?? account).user, world.base()))
}

/** Applied after the client has gone. `validated`: checked on arrival, so that only the write is late. */
function applyLate(world: World, call: Call, delayMs: number, validated: boolean): void {
  const put = call.method === "PUT" && call.segments[0] === "users"
  if (!validated || !put) {
    world.later(delayMs, () => answerCall(world, call))
    return
  }
  asAnswer(world, call, () => {
    const prepared = preparePut(world, call, findAccount(world, call, call.segments[1] ?? ""))
    world.later(delayMs, () => commitPut(world, prepared, call.requestId))
    return json({})
  })
}

/** Starts late; the set is read when the run begins, so a deleted one makes it FAILED. */
function startLate(world: World, call: Call, delayMs: number): void {
  asAnswer(world, call, () => {
    const prepared = prepareRun(world, call, call.segments[2] ?? "")
    world.later(delayMs, () => {
      prepared.instance.submittedAt = world.clock().toISOString()
      startRun(world, prepared)
    })
    return prepared.answer
  })
}

function run(world: World, call: Call, faults: RunFaults): Answer {
  return asAnswer(world, call, () => startRun(world, prepareRun(world, call, call.segments[2] ?? ""), faults))
}

function runOtherSet(world: World, call: Call, setId: string): Answer {
  const prepared = prepareRun(world, call, call.segments[2] ?? "")
  const asked = prepared.instance.setId
  prepared.instance.setId = setId
  const answer = startRun(world, prepared)
  return { ...answer, body: answer.body.replaceAll(`"${asked}"`, `"${setId}"`) }
}

function setEdited(world: World, call: Call, fault: Extract<Fault, { kind: "set_edited" }>): Answer {
  if (fault.when !== "after_members") {
    return run(world, call, { strangerId: fault.primaryId ?? strangerId(world) })
  }
  const answer = answerCall(world, call)
  const set = world.store.sets.get(call.segments[2] ?? "")
  const stranger = world.store.byPrimaryId(fault.primaryId ?? strangerId(world))
  if (set && stranger && !set.members.includes(stranger.uid)) set.members.push(stranger.uid)
  return answer
}

/** An External person who is in no set. */
function strangerId(world: World): string {
  const taken = new Set([...world.store.sets.values()].flatMap((set) => set.members))
  const free = [...world.store.accounts.values()].find(
    (each) => !taken.has(each.uid) && accountTypeOf(each.user) === "EXTERNAL",
  )
  return free ? primaryIdOf(free.user) : ""
}

function brokenStatus(world: World, status: number, body: StatusBody): Answer {
  const words = "An error has occurred while processing the request."
  if (body === "xml") return xmlError("INTERNAL_SERVER_ERROR", words, status, world.clock())
  if (body === "json") return jsonError("INTERNAL_SERVER_ERROR", words, status, world.clock())
  if (body === "html") {
    return html(`<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`, status)
  }
  return { status, type: "text/plain", body: body === "plain" ? "upstream connect error" : "", code: null }
}

function whole(answer: Answer): Delivery {
  return { how: "whole", answer }
}
