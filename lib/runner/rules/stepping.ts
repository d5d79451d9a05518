import { setTimeout as delay } from "node:timers/promises"
import type { AlmaClient } from "@/lib/alma/alma-client"
import { claimHold, releaseHold } from "@/lib/db/claims"
import type { Hold } from "@/lib/db/generated/client"
import { endOutage } from "@/lib/services/end-outage"
import type { StepContext } from "../step-context"
import { stepHold } from "../step-hold"
import type { TestLantern } from "../test-lantern"
import { testLantern } from "../test-lantern"
import { asked, stepContext } from "../test-steps"

/** A Lantern without a worker: the test takes each step itself, and may look at Alma and the database in between. */
export interface Stepping extends TestLantern {
  /** One step of this account, whether it is due or not. `change`: what is other than usual in it. `after`: its id by then. */
  step(primaryId: string, change?: Partial<StepContext>, after?: string): Promise<Hold>
  /** The practice Alma's client, with some calls watched or replaced. */
  client(change: (alma: AlmaClient) => Partial<AlmaClient>): Promise<AlmaClient>
  /** How many PUTs of users Alma has seen. */
  puts(): number
}

type Options = Parameters<typeof testLantern>[0]

/** By the direct way unless said otherwise: one PUT switches one account, without a job. */
export async function stepping(options: Options = {}): Promise<Stepping> {
  const lantern = await testLantern({ route: "direct", quietSeconds: 600, ...options, alma: { directAllowed: true, ...options?.alma } })
  const { db } = lantern.ctx
  // Else one account would go first and the others wait for what it shows.
  await db.institution.updateMany({ data: { directProvedAt: new Date() } })
  return {
    ...lantern,
    async step(primaryId, change = {}, after = primaryId) {
      const claimed = await claimHold(db, (await lantern.hold(primaryId)).id, "by hand")
      if (!claimed) throw new Error(`${primaryId} is claimed by somebody else`)
      try {
        await stepHold({ ...(await stepContext(lantern)), ...change }, claimed)
      } finally {
        await releaseHold(db, claimed.id, claimed.fence)
      }
      return lantern.hold(after)
    },
    async client(change) {
      const { alma } = await stepContext(lantern)
      return { ...alma, ...change(alma) }
    },
    puts: () => lantern.alma.requests().filter((request) => request.method === "PUT").length,
  }
}

/** Declares, asks for the switch, and takes the step that makes each of these Internal. @returns the outage's id */
export async function madeInternal(lantern: Stepping, staff: string[]): Promise<string> {
  const outageId = await asked(lantern, staff)
  for (const id of staff) {
    const { state, reason } = await lantern.step(id)
    if (state !== "internal") throw new Error(`${id} is ${state}: ${reason}`)
  }
  return outageId
}

/** As `madeInternal`, and the outage is ended: the next step of each returns it. */
export async function wantedBack(lantern: Stepping, staff: string[]): Promise<string> {
  const outageId = await madeInternal(lantern, staff)
  await endOutage(lantern.ctx, { outageId })
  return outageId
}

/** A client that calls `look` before anything that changes Alma is sent. */
export function beforeWrites(alma: AlmaClient, look: () => Promise<void>): AlmaClient {
  const first = <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
    async (...given: Given) => {
      await look()
      return call(...given)
    }
  const { putUser, createSet, addSetMembers, runJob } = alma
  return { ...alma, putUser: first(putUser), createSet: first(createSet), addSetMembers: first(addSetMembers), runJob: first(runJob) }
}

/** The next commit of any account waits this long, as behind a slow disk. */
export async function slowCommit(lantern: TestLantern, milliseconds: number): Promise<{ over: Promise<unknown> }> {
  let locked = () => {}
  const isLocked = new Promise<void>((resolve) => (locked = resolve))
  const over = lantern.ctx.db.$transaction(
    async (tx) => {
      await tx.$queryRaw`select 1 from "Hold" for update`
      locked()
      await delay(milliseconds)
    },
    { timeout: milliseconds + 10_000 },
  )
  await isLocked
  return { over }
}

export const internal = (user: object) => ({ ...user, account_type: { value: "INTERNAL", desc: "Internal" }, external_id: "" })
