import { describe, expect, it } from "vitest"
import type { RosterView } from "@/lib/domain/roster"
import { parseStaffList } from "@/lib/domain/staff-list"
import type { Verdict } from "@/lib/domain/states"
import type { PreviewView } from "@/lib/domain/views"
import { chosenStaff, countChosen, countGoing, countVerdicts, declaredText, hoursOf, mergePreviews, newDraft, resumedDraft } from "./declare-draft"

function preview(...rows: [string, Verdict][]): PreviewView {
  const accounts = rows.map(([primaryId, verdict]) => ({ primaryId, verdict, name: null, department: null, reason: "" }))
  return { accounts, counts: countVerdicts(accounts) }
}

describe("the one list of a declaration", () => {
  it("keeps each source apart, so that a table doesn't change how pasted ids are read", () => {
    const draft = { ...newDraft("", false), picked: [{ primaryId: "aosei", name: "Amara Osei" }], pasted: " \n", files: [{ name: "s.csv", text: "id,name\nx,y" }] }
    expect(chosenStaff(draft)).toEqual({ picked: ["aosei"], rosters: [], texts: ["id,name\nx,y"] })
  })

  it("counts an account of two sources once, without regard to case", () => {
    const merged = mergePreviews([preview(["aosei", "switch"], ["mhuxley", "not_found"]), preview(["AOSEI", "switch"], ["bhalvors", "switch"])])
    expect(merged.counts).toMatchObject({ switch: 2, duplicate: 1, not_found: 1 })
  })

  it("sends every account once, and ids with separators in them stay whole", () => {
    const merged = mergePreviews([preview(["smith, jo", "switch"], ["aosei", "protected"], ["aosei", "duplicate"])])
    const read = parseStaffList(declaredText(merged))
    expect(read).toEqual([{ primaryId: "smith, jo", duplicate: false }, { primaryId: "aosei", duplicate: false }])
  })
})

describe("what is left out in the preview", () => {
  const list = preview(["aosei", "switch"], ["bhalvors", "not_read"], ["mhuxley", "not_found"], ["AOSEI", "duplicate"])

  it("isn't counted and isn't sent, without regard to case", () => {
    expect([countGoing(list, []), countGoing(list, ["AOSEI"]), countGoing(list, ["mhuxley"])]).toEqual([2, 1, 2])
    expect(parseStaffList(declaredText(list, ["AOSEI"])).map((entry) => entry.primaryId)).toEqual(["bhalvors", "mhuxley"])
  })
})

describe("how many are chosen", () => {
  const draft = newDraft("", false)
  const rosters = [{ id: "desk", people: 12 }, { id: "all", people: 40 }]
  const chosen = (part: object) => countChosen({ ...draft, ...part }, rosters)

  it("is known where each stands on a line of their own", () => {
    expect(chosen({})).toEqual({ count: 0, exact: true })
    expect(chosen({ pasted: "aosei\n\nAOSEI\nbhalvors\n", picked: [{ primaryId: "bhalvors", name: "B" }] })).toEqual({ count: 2, exact: true })
    expect(chosen({ rosters: ["desk"] })).toEqual({ count: 12, exact: true })
  })

  it("is at most the sum where lists may overlap or are tables", () => {
    expect(chosen({ rosters: ["desk", "all"] })).toEqual({ count: 52, exact: false })
    expect(chosen({ rosters: ["desk"], pasted: "aosei" })).toEqual({ count: 13, exact: false })
    expect(chosen({ pasted: "id,name\naosei,A" })).toEqual({ count: 2, exact: false })
    expect(chosen({ files: [{ name: "s.csv", text: "a\nb\n" }] })).toEqual({ count: 2, exact: false })
  })
})

it("takes hours with a comma or a point, and nothing else for a number", () => {
  const hours = ["1,5", "1.5", "", "soon"].map((text) => hoursOf({ ...newDraft("", false), hours: text }))
  expect(hours).toEqual([1.5, 1.5, Number.NaN, Number.NaN])
})

describe("a draft that was kept", () => {
  const fresh = newDraft("2026-11-23T07:00", false)
  const desk: RosterView = { id: "r1", name: "Desk", people: 3, needLook: 0, updatedAt: "", updatedBy: "", refreshedAt: null }

  it("goes on where it was, without rosters that are gone", () => {
    const kept = { step: "choose" as const, reason: "Sign-on is down", drill: false, rosters: ["r1", "gone"] }
    expect(resumedDraft(fresh, kept, [desk])).toEqual({ ...fresh, step: "choose", reason: "Sign-on is down", rosters: ["r1"] })
  })

  it("is of the kind that the link says, and its details are looked at again when it was of the other", () => {
    expect(resumedDraft(fresh, { step: "choose", drill: true }, [])).toMatchObject({ drill: false, step: "details" })
  })

  it("chooses again where the preview that it stood at was not kept", () => {
    expect(resumedDraft(fresh, { step: "preview", drill: false }, []).step).toBe("choose")
  })
})
