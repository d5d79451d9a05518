import { describe, expect, it } from "vitest"
import { readStaffLogin } from "./staff-login"

const AT = new Date("2026-11-19T13:42:07.000Z")

describe("a row of the staff login report", () => {
  it("is read whatever Alma calls its fields, ids without regard to case", () => {
    for (const row of [
      { primary_id: "DWhitfie", login_time: "2026-11-19T13:42:07Z", successful: true },
      { user_id: { value: "dwhitfie", desc: "Dana" }, login_date: "2026-11-19 13:42:07" },
      { user: { primary_id: "dwhitfie" }, timestamp: AT.getTime(), success: "true" },
      { user_name: " dwhitfie ", date: "2026-11-19T14:42:07+01:00" },
    ]) expect(readStaffLogin(row)).toEqual({ primaryIdKey: "dwhitfie", at: AT })
  })

  it("says nothing for a failed login, a day without a time, or a row without a name", () => {
    for (const row of [
      { primary_id: "dwhitfie", login_time: "2026-11-19T13:42:07Z", successful: false },
      { primary_id: "dwhitfie", login_date: "2026-11-19Z" },
      { primary_id: "dwhitfie", login_time: "yesterday" },
      { login_time: "2026-11-19T13:42:07Z" },
      {},
    ]) expect(readStaffLogin(row)).toBeNull()
  })
})
