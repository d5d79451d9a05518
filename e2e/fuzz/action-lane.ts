import path from "node:path"
import fc from "fast-check"
import { ACTION_SAMPLES } from "../security/action-samples"
import { writtenActions } from "../security/surface"
import { asText, spoil, type Spoiling, spoiling } from "./inputs"
import { isExpected, judgeAnswer, whereThrown } from "./judge"
import type { Lane } from "./lane"
import { asking, type Place, type Side } from "./place"
import { as } from "./request"

interface ActionInput {
  action: string
  who: number
  how: Spoiling
  scene: number
  /** Beside the input: Next passes on whatever a caller sends. */
  more: boolean
}

type Action = (...args: unknown[]) => Promise<unknown>

/**
 * Every action that is written down, whole, as each principal, in this process: from its guard to the database.
 * @throws where one has no inputs in e2e/security/action-samples.ts
 */
export async function actionLane(place: Place, sides: () => readonly Side[], spoilt: "little" | "much"): Promise<Lane<ActionInput>> {
  const actions = new Map<string, Action>()
  for (const each of await writtenActions()) {
    const [file, exported] = each.split(" ") as [string, string]
    const built = (await import(`@/${file.replace(/\.ts$/, "")}`)) as Record<string, Action>
    actions.set(path.basename(file, ".ts"), built[exported]!)
  }
  requireSamples([...actions.keys()])
  const answers = new Map<string, number>()
  return {
    name: spoilt === "little" ? "actions, nearly right" : "actions",
    atOnce: 16,
    answers,
    inputs: fc.record({ action: fc.constantFrom(...actions.keys()), who: fc.nat({ max: 6 }), how: spoiling(spoilt), scene: fc.oneof(fc.nat({ max: 5 }), fc.integer({ min: 6, max: 8 })), more: fc.boolean() }),
    to: ({ action }) => action,
    breathe: () => place.heal(),
    breatheEvery: spoilt === "little" ? 25 : 200,
    async ask({ action, who, how, scene, more }) {
      const { principals, scenes, words } = place.world
      const principal = asking(principals, sides(), who)
      const at = scene < 6 ? scenes[scene]! : ownScenes(place, sides())[scene - 6]!
      const sample = carrying(ACTION_SAMPLES[action]!(at), at.institutionId)
      const args = sample instanceof FormData ? [null, formOf(spoil(Object.fromEntries(sample), how, words))] : listOf(spoil(sample, how, words))
      try {
        const { answer, logged } = await as(principal, {}, () => actions.get(action)!(...args, ...(more ? [how.parts] : [])))
        const told = JSON.stringify(answer) ?? ""
        const kind = kindOf(told)
        answers.set(kind, (answers.get(kind) ?? 0) + 1)
        const found = judgeAnswer(told, principal.side, place.secrets)
        return found && `${found}, as ${principal.who}${fromLog(logged)}`
      } catch (error) {
        return isExpected(error) ? null : `${whereThrown(error)}, as ${principal.who}`
      }
    },
  }
}

/** Both ways: an action without inputs, and inputs without an action. */
export function requireSamples(actions: readonly string[]): void {
  const missing = actions.filter((name) => !(name in ACTION_SAMPLES))
  const left = Object.keys(ACTION_SAMPLES).filter((name) => !actions.includes(name))
  if (missing.length + left.length > 0) throw new Error(`e2e/security/action-samples.ts has no inputs for ${missing.join(", ") || "none"}, and some for what isn't there: ${left.join(", ") || "none"}`)
}

/** Where the error came from that the answer shows only a reference of. */
export function fromLog(logged: readonly string[]): string {
  const line = logged.find((each) => each.includes('"reference"'))
  if (line === undefined) return ""
  const { error, code, stack } = JSON.parse(line) as { error?: string; code?: string; stack?: string[] }
  const own = stack?.find((each) => /\/(lib|app|components)\//.test(each)) ?? stack?.[0] ?? ""
  return ` (${error} ${code ?? ""} ${own.replace(/\(?\S*\/((?:lib|app|components)\/)/, "($1")})`
}

function kindOf(answer: string): string {
  const code = /"serverError":\{"code":"(\w+)"/.exec(answer)?.[1]
  return code ?? (answer.includes('"validationErrors"') ? "wrong input" : answer.startsWith('{"error"') ? "refused" : "let through")
}

/** Three of six are those of whoever asks. */
const ownScenes = ({ world }: Place, [side]: readonly Side[]) => (side === "near" ? world.scenes.slice(0, 3) : world.scenes.slice(3))

/** As a page sends it: with the institution that it is of, which may be anybody's. */
function carrying(sample: unknown[] | FormData, institution: string): unknown[] | FormData {
  if (sample instanceof FormData) return sample
  const [first = {}, ...rest] = sample
  return [typeof first === "object" && first !== null ? { institution, ...first } : first, ...rest]
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

function formOf(fields: unknown): unknown {
  if (typeof fields !== "object" || fields === null) return fields
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, Array.isArray(value) ? new File([asText(value)], name) : asText(value))
  return form
}
