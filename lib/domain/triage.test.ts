import { describe, expect, it } from "vitest"
import { type SampleFacts, whatItLooksLike } from "./triage"

const answers = { kind: "answers", status: 200 } as const
const sample = (counts: SampleFacts["counts"], expiredYesterday = 0): SampleFacts => ({ read: 10, counts, expiredYesterday })

describe("what it looks like", () => {
  it("is an outage when SSO doesn't answer, answers with an error, or shows a bad certificate", () => {
    for (const signOn of [{ kind: "silent" }, { kind: "error", status: 503 }, { kind: "bad_certificate", why: "ran out on 3 Nov" }] as const) {
      const { headline, detail } = whatItLooksLike({ signOn, almaAnswers: true, sample: sample({ switch: 10 }) })
      expect(headline).toContain("SSO")
      expect(detail).toContain("looks like an outage")
    }
  })

  it("is a user load when SSO answers and many accounts have expired or are inactive", () => {
    const fresh = whatItLooksLike({ signOn: answers, almaAnswers: true, sample: sample({ expired: 8, switch: 2 }, 7) })
    expect(fresh.headline).toBe("SSO answers, but 7 of 10 sample accounts expired yesterday.")
    expect(fresh.detail).toContain("a user load, not an outage")
    const old = whatItLooksLike({ signOn: answers, almaAnswers: true, sample: sample({ expired: 2, inactive: 1, switch: 7 }) })
    expect(old.headline).toBe("SSO answers, but 3 of 10 sample accounts have expired or are inactive.")
  })

  it("is changed accounts when many are Internal already", () => {
    const { headline, detail } = whatItLooksLike({ signOn: answers, almaAnswers: true, sample: sample({ already_internal: 6, switch: 4 }) })
    expect(headline).toBe("SSO answers, but 6 of 10 sample accounts are Internal already.")
    expect(detail).toContain("not an outage")
  })

  it("is no outage when all is well, and never certain of it", () => {
    const { headline, detail } = whatItLooksLike({ signOn: answers, almaAnswers: true, sample: sample({ switch: 9, expired: 1 }) })
    expect(headline).toBe("SSO answers.")
    expect(detail).toContain("Try the campus login yourself")
  })

  it("says when Alma is the one that is away, and when it can't tell", () => {
    expect(whatItLooksLike({ signOn: answers, almaAnswers: false, sample: null }).detail).toContain("outage of Alma")
    expect(whatItLooksLike({ signOn: { kind: "silent" }, almaAnswers: false, sample: null }).detail).toContain("Alma does not answer either")
    expect(whatItLooksLike({ signOn: { kind: "unknown", why: "No SSO address is set." }, almaAnswers: true, sample: null }).headline).toBe("Lantern can't tell from here.")
  })
})
