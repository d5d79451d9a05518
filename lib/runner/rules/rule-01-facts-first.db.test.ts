import { afterEach, describe, expect, it } from "vitest"
import type { Hold } from "@/lib/db/generated/client"
import { originalFacts, readFacts } from "@/lib/domain/account-facts"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { issueCodes } from "@/lib/services/issue-codes"
import { openOriginal } from "@/lib/services/original-facts"
import { redeemCode } from "@/lib/services/redeem-code"
import { asked, runUntil, stepContext } from "../test-steps"
import type { Stepping } from "./stepping"
import { beforeWrites, madeInternal, stepping, wantedBack } from "./stepping"

let lantern: Stepping
afterEach(() => lantern.close())

/** What the database held of one account, committed, when something was about to be sent. */
interface Written {
  hold: Hold
  intents: string[]
}

async function written(primaryId: string): Promise<Written> {
  const hold = await lantern.hold(primaryId)
  const intents = await lantern.ctx.db.intent.findMany({ where: { holdId: hold.id }, orderBy: { createdAt: "asc" } })
  return { hold, intents: intents.map((intent) => `${intent.kind} ${intent.state}`) }
}

function expectFacts({ hold }: Written, before: AlmaUser | undefined): void {
  expect(openOriginal(lantern.ctx, hold)).toEqual({ ...originalFacts(readFacts(before!)), externalId: "SIS_LATER" })
  expect(hold.intendedAt).not.toBeNull()
}

/** The facts are those of the moment before the change, not those of the day the list was made. */
function movedOn(primaryId: string): AlmaUser | undefined {
  lantern.alma.editUser(primaryId, (user) => ({ ...user, external_id: "SIS_LATER", user_note: [] }))
  return lantern.alma.user(primaryId)
}

/** Sends as the test says, and notes what stood in the database before each write. */
async function watching(primaryId: string) {
  const seen: Written[] = []
  const alma = beforeWrites((await stepContext(lantern)).alma, async () => void seen.push(await written(primaryId)))
  return { seen, alma }
}

describe("before anything changes in Alma, the original facts and the intent are committed", () => {
  it("when one PUT switches the account", async () => {
    lantern = await stepping()
    await asked(lantern, ["mixedseg"])
    const before = movedOn("mixedseg")
    const { seen, alma } = await watching("mixedseg")
    await lantern.step("mixedseg", { alma })
    expect(seen).toHaveLength(1)
    expectFacts(seen[0]!, before)
    expect(seen[0]!.intents).toEqual(["switch_direct sent"])
  }, 90_000)

  it("when a job switches a whole set, for everyone in it", async () => {
    lantern = await stepping({ route: "job" })
    await asked(lantern, ["bare", "mixedseg"])
    const before = ["bare", "mixedseg"].map(movedOn)
    const one = await watching("bare")
    const other = await watching("mixedseg")
    const alma = beforeWrites(one.alma, async () => void other.seen.push(await written("mixedseg")))
    await runUntil(lantern, { ...(await stepContext(lantern)), alma }, "running")
    expect(one.seen.length).toBeGreaterThanOrEqual(3)
    for (const [at, { seen }] of [one, other].entries()) {
      expectFacts(seen[0]!, before[at])
      expect(seen[0]!.intents).toEqual(["switch_job sent"])
    }
  }, 90_000)

  it("when a person is asked to switch by hand", async () => {
    lantern = await stepping({ route: "manual" })
    await asked(lantern, ["mixedseg"])
    const before = movedOn("mixedseg")
    await lantern.step("mixedseg")
    const asking = await written("mixedseg")
    expect(asking.hold.reason).toContain("Toggle Account Type")
    expectFacts(asking, before)
    expect(asking.intents).toEqual(["switch_manual sent"])
  }, 90_000)

  it("when an account is returned, and when a password is set", async () => {
    lantern = await stepping()
    const outageId = await madeInternal(lantern, ["mixedseg"])
    const atPassword = await watching("mixedseg")
    const [issued] = await issueCodes(lantern.ctx, { outageId, kind: "slip" })
    await redeemCode({ ...lantern.ctx, almaFor: () => atPassword.alma }, { primaryId: "mixedseg", code: issued!.code, address: "127.0.0.1" })
    expect(atPassword.seen.map((one) => one.intents.at(-1))).toEqual(["password sent"])
    await lantern.close()

    lantern = await stepping()
    await wantedBack(lantern, ["mixedseg"])
    const atReturn = await watching("mixedseg")
    await lantern.step("mixedseg", { alma: atReturn.alma })
    expect(atReturn.seen.map((one) => one.intents.at(-1))).toEqual(["return sent"])
  }, 90_000)
})
