import { afterEach, expect, it, vi } from "vitest"
import { showInstitution } from "@/components/shell/page-institution"
import { onStepUpAsked, type StepUpQuestion } from "@/components/step-up/step-up-gate"
import { runAction } from "./run-action"

const refusal = { serverError: { code: "step_up_required", message: "A newer code is needed.", by: "code" as const } }
let leave = () => {}
afterEach(() => leave())

function dialog(...answers: boolean[]) {
  const asked: StepUpQuestion[] = []
  leave = onStepUpAsked(async (question) => {
    asked.push(question)
    return answers.shift() ?? false
  })
  return asked
}

it("asks for a fresh second factor and runs the action again, until it is enough", async () => {
  const asked = dialog(true, true)
  const answers = [refusal, refusal, { data: "done" }]
  expect(await runAction(async () => answers.shift()!, undefined)).toEqual({ ok: true, data: "done" })
  expect(asked).toEqual([{ by: "code", whole: false, again: false }, { by: "code", whole: false, again: true }])
})

it("tells why nothing was done when the person would rather not, or the page has no dialog", async () => {
  const action = vi.fn<() => Promise<typeof refusal>>(async () => refusal)
  dialog(false)
  expect(await runAction(action, undefined)).toEqual({ ok: false, error: "A newer code is needed." })
  leave()
  expect(await runAction(action, undefined)).toEqual({ ok: false, error: "A newer code is needed." })
  expect(action).toHaveBeenCalledTimes(2)
})

it("asks once for two actions at once, and for nothing else that is refused", async () => {
  const asked = dialog(true)
  const once = () => {
    const answers = [refusal, { data: 1 }]
    return async () => answers.shift()!
  }
  const both = await Promise.all([runAction(once(), undefined), runAction(once(), undefined)])
  expect(both.map((one) => one.ok)).toEqual([true, true])
  expect(asked).toHaveLength(1)
  const other = await runAction(async () => ({ serverError: { code: "refused", message: "Not now." } }), undefined)
  expect(other).toEqual({ ok: false, error: "Not now." })
  expect(asked).toHaveLength(1)
})

it("tells every action of which institution the page is, and loads the window anew before it shows another", async () => {
  const told: unknown[] = []
  const action = async (input: unknown) => ({ data: told.push(input) })
  await runAction(action, { text: "x" })
  const loadAnew = vi.fn<() => void>()
  showInstitution("abbey", loadAnew)
  await runAction(action, { text: "x" })
  await runAction(action, undefined)
  await runAction(action, { institution: "borealis" })
  expect(loadAnew).not.toHaveBeenCalled()
  // Somebody went to another institution in another window, and this one is read again.
  showInstitution("borealis", loadAnew)
  expect(loadAnew).toHaveBeenCalledOnce()
  await runAction(action, { text: "x" })
  expect(told).toEqual([
    { text: "x" }, { institution: "abbey", text: "x" }, { institution: "abbey" }, { institution: "borealis" }, { institution: "abbey", text: "x" },
  ])
})
