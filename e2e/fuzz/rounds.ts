import { actionLane } from "./action-lane"
import { addressLane } from "./address-lane"
import { commandLane } from "./command-lane"
import { openHttpLane } from "./http-lane"
import { judgeSecrets } from "./judge"
import { type Failure, type RunnableLane, runnable } from "./lane"
import { type Ground, openGround, openPlace, type Place, type Side } from "./place"
import { takePrinted } from "./request"
import { textLane } from "./text-lane"
import { rowsOf } from "./world"

export interface Rounds {
  lanes: RunnableLane[]
  /** New institutions, and now and then another database. */
  begin(round: number, roundsADatabase: number): Promise<void>
  /** One lane's inputs, and what nothing but a look at all rows and at the log shows. */
  run(lane: RunnableLane, seed: number, count: number, stop: () => boolean): Promise<{ done: number; failures: Failure[] }>
  close(): Promise<void>
}

/** Asked by people of one side only, so that the other's rows may not change. */
const GUARDED = ["actions", "actions, nearly right", "routes and pages"]

export async function openRounds({ http, only }: { http: boolean; only: string | undefined }): Promise<Rounds> {
  const ground = await openGround()
  const overHttp = http ? await openHttpLane() : undefined
  let place: Place | undefined
  let lanes: RunnableLane[] = []
  let acting: Side = "near"
  const stray: string[] = []
  process.on("unhandledRejection", (error) => void stray.push(error instanceof Error ? `${error.name} ${error.stack?.split("\n")[1]?.trim() ?? ""}` : typeof error))

  async function moveTo(another: Ground): Promise<void> {
    await place?.close()
    place = await openPlace(another)
    const sides = () => [acting]
    const all = [
      runnable(textLane(place)), runnable(commandLane(place)),
      runnable(await actionLane(place, sides, "much")), runnable(await actionLane(place, sides, "little")), runnable(await addressLane(place, sides)), ...(overHttp ? [runnable(overHttp.lane)] : []),
    ]
    lanes = all.filter(({ name }) => only === undefined || name === only)
    if (lanes.length === 0) throw new Error(`There is no ${only}: ${all.map(({ name }) => name).join(", ")}`)
  }

  let begun = 0
  return {
    get lanes() {
      return lanes
    },
    async begin(round, roundsADatabase) {
      if (begun++ % roundsADatabase === 0) await moveTo(ground)
      acting = round % 2 === 0 ? "far" : "near"
      await place!.next()
      await overHttp?.next()
    },
    async run(lane, seed, count, stop) {
      const { behind, world, secrets } = place!
      const other = world.codes[acting === "near" ? "far" : "near"]
      const before = GUARDED.includes(lane.name) ? await rowsOf(behind, other) : null
      const { done, failures } = await lane.run(seed, count, stop)
      const fail = (to: string, found: string) => void failures.push({ lane: lane.name, to, found, seed, at: 0, smallest: null })
      if (before !== null && (await rowsOf(behind, other)) !== before) fail(`the rows of ${other}`, `changed by people of the ${acting} institution`)
      const logged = judgeSecrets(takePrinted(), secrets)
      if (logged) fail("what was logged", logged)
      for (const error of stray.splice(0)) fail("nobody's answer", `an error that nobody caught: ${error}`)
      return { done, failures }
    },
    async close() {
      await place?.close()
      await overHttp?.close()
      await ground.close()
    },
  }
}
