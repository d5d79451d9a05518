import { afterEach, expect, it, vi } from "vitest"
import { AppError } from "@/lib/domain/errors"
import { toServerError } from "./server-error"

afterEach(() => vi.restoreAllMocks())

it("says an expected error itself, and of any other only a reference", () => {
  vi.spyOn(console, "error").mockImplementation(() => {})
  expect(toServerError("here", new AppError("refused", "Not now."))).toEqual({ code: "refused", message: "Not now." })
  const { code, message } = toServerError("here", new Error("select secret from nowhere"))
  expect(code).toBe("unexpected")
  expect(message).toMatch(/Reference [0-9A-Z]{8}$/)
})

it("tells people calmly that the database is busy, and the operator where", () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {})
  const { code, message } = toServerError("pick-up", new Error("timeout exceeded when trying to connect"))
  expect(code).toBe("unavailable")
  expect(message).toContain("try again")
  expect(String(log.mock.calls[0]?.[0])).toContain('"where":"pick-up"')
})
