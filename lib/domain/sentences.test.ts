import { describe, expect, it } from "vitest"
import type { AlmaError, AlmaFailure } from "./alma-outcome"
import { failureSentence, returnSteps, switchSteps } from "./sentences"

const error = (message: string): AlmaError => ({ code: "401858", message, trackingId: "E01-x", httpStatus: 400 })
const refused = (message: string) => failureSentence({ kind: "refused", error: error(message) })

describe("what a failed answer means to a person", () => {
  it.each<[AlmaFailure, string]>([
    [{ kind: "not_found", error: error("x") }, "Alma knows no such account."],
    [{ kind: "refused", error: error("External ID is mandatory.") }, "Alma refused it: External ID is mandatory (401858)."],
    [{ kind: "unauthorized", error: error("x") }, "Alma does not accept the API key for this."],
    [{ kind: "throttled", error: error("x") }, "Alma asked for a pause. Lantern goes on by itself."],
    [{ kind: "daily_limit", error: error("x") }, "Alma's daily limit of requests is used up; it starts anew at midnight GMT."],
    [{ kind: "unreachable", detail: "refused" }, "Alma can't be reached. Lantern tries again."],
    [{ kind: "unknown", cause: "timeout", detail: "8 s" }, "Alma's answer was lost. Lantern reads the account to learn what happened."],
  ])("%o", (failure, sentence) => {
    expect(failureSentence(failure)).toBe(sentence)
  })

  it("tells Alma's own words on one line, without their last full stop, and not without end", () => {
    expect(refused("  Mandatory\n\tfield   is missing.  ")).toBe("Alma refused it: Mandatory field is missing (401858).")
    expect(refused("Mr. A. is wrong")).toBe("Alma refused it: Mr. A. is wrong (401858).")
    expect(refused("x".repeat(200))).toBe(`Alma refused it: ${"x".repeat(200)} (401858).`)
    expect(refused("x".repeat(201))).toBe(`Alma refused it: ${"x".repeat(200)}… (401858).`)
  })
})

describe("the steps by hand", () => {
  it("to switch: find, check, toggle, set a password, save", () => {
    expect(switchSteps("aada")).toEqual([
      "Log in to Alma as a user administrator, on the internal login page.",
      "Search Users for Primary ID aada and open the account.",
      "Check that Account Type says External. If it says Internal, leave it alone.",
      "Choose Toggle Account Type, then Confirm.",
      "Enter any password twice and tick Force password change on next login.",
      "Choose Save. Lantern reads the account and goes on.",
    ])
  })

  it("to return: find, check, toggle with the external id that was, save", () => {
    expect(returnSteps("aada", "SIS_BANNER")).toEqual([
      "Log in to Alma as a user administrator, on the internal login page.",
      "Search Users for Primary ID aada and open the account.",
      "Check that Account Type says Internal.",
      "Choose Toggle Account Type; as External ID enter SIS_BANNER, then Confirm.",
      "Choose Save. Lantern reads the account and goes on.",
    ])
  })
})
