import { describe, expect, it } from "vitest"
import type { SampleFacts, SignOnState } from "./triage"
import { mailLoginLine, triageLine, triageView, whatItLooksLike } from "./triage"

const ALMA_AWAY = " Alma does not answer either: nothing can be switched until it does."
const LOAD = "This looks like a user load, not an outage. Switching would not help them."

function told(signOn: SignOnState, more: { almaAnswers?: boolean; sample?: SampleFacts | null } = {}) {
  return whatItLooksLike({ signOn, almaAnswers: true, sample: null, ...more })
}
const sample = (read: number, counts: SampleFacts["counts"], expiredYesterday = 0): SampleFacts => ({ read, counts, expiredYesterday })

describe("what it looks like, in full", () => {
  it.each<[SignOnState, string, string]>([
    [{ kind: "silent" }, "SSO doesn't answer.", "It looks like an outage."],
    [{ kind: "error", status: 503 }, "SSO answers with an error (HTTP 503).", "It looks like an outage."],
    [{ kind: "circle" }, "SSO sends on in a circle.", "A browser comes to no login page, so to staff it looks like an outage."],
    [{ kind: "doubtful", status: 200, says: "Scheduled maintenance" }, "SSO answers, but its page says “Scheduled maintenance”.", "That may be an outage or only a word on a page: try the campus login yourself."],
    [{ kind: "bad_certificate", why: "ran out on 3 Nov" }, "SSO's certificate ran out on 3 Nov.", "Browsers refuse it, so to staff it looks like an outage."],
    [{ kind: "unknown", why: "No SSO address is set." }, "Lantern can't tell from here.", "No SSO address is set. Try the campus login yourself."],
  ])("%o", (signOn, headline, detail) => {
    expect(told(signOn)).toEqual({ headline, detail })
    expect(told(signOn, { almaAnswers: false })).toEqual({ headline, detail: detail + ALMA_AWAY })
  })

  it("since when, and the way that changes no account", () => {
    const more = { almaAnswers: true, sample: null, downSince: "07:12" }
    expect(whatItLooksLike({ ...more, signOn: { kind: "silent" } })).toEqual({ headline: "SSO has not answered since 07:12.", detail: "It looks like an outage." })
    expect(whatItLooksLike({ ...more, signOn: { kind: "error", status: 500 } }).detail).toBe("It looks like an outage. No look by schedule has found it up since 07:12.")
    const mail = whatItLooksLike({ ...more, signOn: { kind: "silent" }, mailLogin: { kind: "profile", name: "Mail" } })
    expect(mail.detail).toContain("nobody need be switched")
    expect(whatItLooksLike({ ...more, signOn: { kind: "answers", status: 200 }, mailLogin: { kind: "profile", name: "Mail" } }).detail).not.toContain("mail")
    expect([mailLoginLine({ kind: "none" }), mailLoginLine({ kind: "unknown", why: "the key can't read it" })].map(({ mark, words }) => [mark, words]))
      .toEqual([[null, "not set up"], [null, "not known: the key can't read it"]])
  })

  it("when SSO answers", () => {
    const answers = { kind: "answers", status: 200 } as const
    expect(told(answers)).toEqual({
      headline: "SSO answers.",
      detail: "From here it does not look like an outage. Try the campus login yourself: a page that answers may still let nobody in.",
    })
    expect(told(answers, { almaAnswers: false })).toEqual({
      headline: "SSO answers, but Alma does not.",
      detail: "It looks like an outage of Alma, which switching does not help. Nothing can be switched until it answers.",
    })
  })
})

describe("the accounts themselves are the trouble", () => {
  const unknown = { kind: "unknown", why: "No SSO address is set." } as const

  it("also where nobody can tell of SSO", () => {
    expect(told(unknown, { sample: sample(10, { expired: 4 }) })).toEqual({
      headline: "4 of 10 sample accounts have expired.",
      detail: `No SSO address is set. ${LOAD}`,
    })
  })

  it.each<[SampleFacts, string]>([
    [sample(10, { expired: 3 }), "3 of 10 sample accounts have expired."],
    [sample(10, { inactive: 3 }), "3 of 10 sample accounts are inactive."],
    [sample(10, { expired: 2, inactive: 1 }), "3 of 10 sample accounts have expired or are inactive."],
    [sample(10, { expired: 4 }, 2), "2 of 10 sample accounts expired yesterday."],
    [sample(10, { expired: 5 }, 2), "5 of 10 sample accounts have expired."],
    [sample(10, { inactive: 4 }, 0), "4 of 10 sample accounts are inactive."],
    [sample(10, { already_internal: 3 }), "3 of 10 sample accounts are Internal already."],
  ])("%o", (facts, headline) => {
    expect(told(unknown, { sample: facts }).headline).toBe(headline)
  })

  it.each([sample(10, { expired: 2 }, 2), sample(10, { already_internal: 2 }), sample(0, {}), null])("not when it is few, or none were read: %o", (facts) => {
    expect(told(unknown, { sample: facts }).headline).toBe("Lantern can't tell from here.")
  })
})

it("what is kept of it has its lengths", () => {
  const line = { what: "x".repeat(200), mark: "ok", words: "x".repeat(200) }
  const view = { at: "x".repeat(40), headline: "x".repeat(300), detail: "x".repeat(600), lines: Array.from({ length: 10 }, () => line) }
  expect(triageView.parse(view)).toEqual(view)
  for (const mark of ["ok", "warn", "fail", null]) expect(triageLine.safeParse({ ...line, mark }).success).toBe(true)
  const long = [{ at: "x".repeat(41) }, { headline: "x".repeat(301) }, { detail: "x".repeat(601) }, { lines: [...view.lines, line] }, { lines: [{}] }]
  for (const change of long) expect(triageView.safeParse({ ...view, ...change }).success).toBe(false)
  for (const change of [{ what: "x".repeat(201) }, { words: "x".repeat(201) }, { mark: "bad" }]) expect(triageLine.safeParse({ ...line, ...change }).success).toBe(false)
})
