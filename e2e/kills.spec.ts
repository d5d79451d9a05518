import { expect, test } from "@playwright/test"
import type { OutageStatus } from "@/lib/db/outage-status"
import type { FaultRule } from "@/lib/practice/faults"
import type { PracticeAlma } from "@/lib/practice/practice-alma"
import { eventually } from "./fixtures/environment"
import { addInstitution, declare, makePlace, practiceAlma, type Place } from "./fixtures/institution"
import type { LanternCommand, Running } from "./fixtures/lantern-command"
import { expectAsBefore, recordsOf, THERE_AND_BACK, typesOf, type Records } from "./fixtures/practice"

const STAFF = ["aabernethy", "mixedseg", "noteworthy", "blockson", "rbroken", "manyroles", "bare", "vrename"]
/** A dead worker's leases run out after 20 s; then whoever lives finishes its work. */
const FINISHED_WITHIN_S = 60

/** One institution, brought to one point of the way, where its worker is killed. */
interface Scene {
  code: string
  alma: PracticeAlma
  before: Records
  outageId: string
}

async function openScenes(codes: string[]): Promise<{ place: Place; scenes: Record<string, Scene> }> {
  const almas = await Promise.all(codes.map((code) => practiceAlma(code, { jobMs: 1_500 })))
  const place = await makePlace(almas)
  const open = async (code: string, at: number): Promise<[string, Scene]> => {
    const alma = almas[at]!
    await addInstitution(place.command, alma, code)
    const outageId = await declare(place.command, code, STAFF)
    return [code, { code, alma, outageId, before: await recordsOf(alma, STAFF) }]
  }
  return { place, scenes: Object.fromEntries(await Promise.all(codes.map(open))) }
}

/** The first request that fits is left without an answer: whoever sent it stands still there for 8 s. */
async function stopAt(alma: PracticeAlma, rule: FaultRule, seconds = 30): Promise<void> {
  alma.faults.clear()
  alma.faults.add(rule)
  await eventually("Lantern came to the point where it is killed", () => alma.faults.pending() === 0, seconds)
}

const READ = { method: "GET", path: /\/users\// }
const jobStarted = (alma: PracticeAlma) => eventually("the job was started", () => alma.requests().some((one) => one.op === "run"))

async function kill(running: Running[]): Promise<void> {
  for (const { child } of running) child.kill("SIGKILL")
  for (const { child, result } of running) {
    await result
    expect(child.signalCode, "it was still at work when it was killed").toBe("SIGKILL")
  }
}

/** Lantern is asked when Alma says that it can be so: each question is a process. */
async function untilStates(command: LanternCommand, { alma, outageId, code }: Scene, state: "active" | "closed"): Promise<OutageStatus> {
  const wanted = state === "active" ? "INTERNAL" : "EXTERNAL"
  const isWanted = (id: string) => (alma.user(id)?.account_type as { value: string } | undefined)?.value === wanted
  await eventually(`everyone of ${code} is ${wanted}`, () => STAFF.every(isWanted), FINISHED_WITHIN_S)
  return eventually(`${code} is ${state}`, async () => {
    const status = await command.json<OutageStatus>(["outage", "status", outageId])
    return status.state === state ? status : null
  }, FINISHED_WITHIN_S, 1_500)
}

test("a worker killed while switching, and one while returning: each account goes there and back once", async () => {
  const { place, scenes } = await openScenes(["REA", "JOB", "BAC"])
  const { REA, JOB, BAC } = scenes as Record<"REA" | "JOB" | "BAC", Scene>
  const all = [REA, JOB, BAC]
  const { command } = place
  try {
    // One is killed while it reads, one right after the job's start, one while it reads back.
    const points = Promise.all([
      stopAt(REA.alma, { match: READ, fault: "hang" }),
      jobStarted(JOB.alma),
      jobStarted(BAC.alma).then(() => stopAt(BAC.alma, { match: READ, fault: "hang" })),
    ])
    for (const scene of [REA, JOB]) await command.json(["outage", "switch", scene.outageId, "--no-wait"])
    const switching = command.start(["outage", "switch", BAC.outageId])
    await points
    await kill([switching])

    for (const { alma } of all) alma.faults.clear()
    const worker = command.start(["worker"])
    for (const scene of all) expect((await untilStates(command, scene, "active")).counts.nowInternal).toBe(STAFF.length)
    for (const { alma } of all) expect(alma.requests().filter((one) => one.op === "run")).toHaveLength(1)

    // Before the write arrives, after it is written down but not answered, and while it is read back.
    const way = Promise.all([
      stopAt(REA.alma, { match: { method: "PUT" }, fault: "reset_before_apply" }).then(() => stopAt(REA.alma, { match: { method: "PUT" }, fault: "hang" })),
      stopAt(JOB.alma, { match: { method: "PUT" }, fault: { kind: "late_apply", delayMs: 3_000, validated: true } }),
      eventually("a return was written", () => BAC.alma.requests().some((one) => one.method === "PUT" && one.status === 200))
        .then(() => stopAt(BAC.alma, { match: READ, fault: "hang" })),
    ])
    const ending = all.map((scene) => command.start(["outage", "end", scene.outageId]))
    await way
    await kill([worker, ...ending])

    for (const { alma } of all) alma.faults.clear()
    const last = command.start(["worker"])
    for (const scene of all) expect((await untilStates(command, scene, "closed")).counts.returned).toBe(STAFF.length)
    last.child.kill("SIGINT")
    expect((await last.result).code).toBe(0)

    for (const { alma, before, code } of all) {
      for (const id of STAFF) expect(await typesOf(alma, id), `${code} ${id}`).toEqual(THERE_AND_BACK)
      await expectAsBefore(alma, before)
    }
    expect(await command.json(["audit", "verify"])).toMatchObject({ ok: true })
  } finally {
    await place.close()
  }
})
