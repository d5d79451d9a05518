import { afterEach, expect, it, vi } from "vitest"
import { AppError } from "@/lib/domain/errors"
import { toServerError } from "./server-error"

afterEach(() => vi.restoreAllMocks())

it("logs an unexpected error once, without its message, under the reference that the person sees", () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {})
  const { code, message } = toServerError("an action", new Error("password is gravel-teapot"))
  expect(code).toBe("unexpected")
  expect(message).toMatch(/Reference [0-9A-Z]{8}$/)
  expect(log).toHaveBeenCalledTimes(1)
  const line = String(log.mock.calls[0]![0])
  expect(line).toContain(message.slice(-8))
  expect(line + message).not.toContain("gravel-teapot")
})

it("lets an expected error say itself and logs nothing", () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {})
  expect(toServerError("x", new AppError("refused", "Not now."))).toEqual({ code: "refused", message: "Not now." })
  expect(log).not.toHaveBeenCalled()
})
