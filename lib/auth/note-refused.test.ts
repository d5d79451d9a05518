import { afterEach, expect, it, vi } from "vitest"
import { AppError } from "@/lib/domain/errors"
import { noteRefused } from "./note-refused"
import { toServerError } from "./server-error"

afterEach(() => vi.restoreAllMocks())

it("writes what was refused and where, nothing that was sent, and not without end", () => {
  const lines: Record<string, unknown>[] = []
  vi.useFakeTimers({ now: new Date("2026-11-22T10:00:00Z") })
  vi.spyOn(console, "warn").mockImplementation((line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>))
  toServerError("declare outage", new AppError("not_allowed", "You are an observer here, Ruth Okafor."))
  toServerError("declare outage", new AppError("refused", "An outage is open already."))
  noteRefused("origin", "/api/outages/\n{\"level\":\"error\"}")
  expect(lines).toEqual([
    { level: "warn", at: "2026-11-22T10:00:00.000Z", refused: "permission", where: "declare outage" },
    { level: "warn", at: "2026-11-22T10:00:00.000Z", refused: "origin", where: "elsewhere" },
  ])
  for (let at = 0; at < 500; at++) noteRefused("throttle", "sign-in")
  expect(lines).toHaveLength(120)
  vi.setSystemTime(new Date("2026-11-22T10:01:00Z"))
  noteRefused("throttle", "sign-in")
  expect(lines.at(-1)).toMatchObject({ refused: "throttle", leftOut: 382 })
  vi.useRealTimers()
})
