import { expect, it } from "vitest"
import { isStorable } from "./storable"

const form = (text: string) => {
  const form = new FormData()
  form.set("email", text)
  return form
}

it.each([
  "a\0", "\ud800", "x\udfffy", ["a", "\0"], { name: { first: "\0" } }, { "\0": 1 }, { list: [{ text: "\udc00" }] }, form("a\0b"),
])("takes %j for what can't be kept", (value) => {
  expect(isStorable(value)).toBe(false)
})

it.each(["", "Zoë 💥 \uffff \u202e", "\\u0000", null, undefined, 3, true, new Date(), { a: [1, null, "x"] }, form("zoë@example.edu")])(
  "takes %j for what can be kept", (value) => {
    expect(isStorable(value)).toBe(true)
  },
)
