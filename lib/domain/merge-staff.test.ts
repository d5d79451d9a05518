import { describe, expect, it } from "vitest"
import { mergeStaff } from "./merge-staff"
import { STAFF_LIMIT } from "./staff-list"

const IN_ONE = "Stands on the list more than once: counted once."
const IN_TWO = "On the list already, from another place."

describe("one list out of several", () => {
  it("keeps the order: picked first, then what was pasted", () => {
    expect(mergeStaff([["a", "b"], ["c"]], ["d\ne"]).map((one) => one.primaryId)).toEqual(["a", "b", "c", "d", "e"])
  })

  it("says why somebody is not read again, in one text and between two", () => {
    expect(mergeStaff([["ada"]], ["bo\nBO\nADA", "bo"])).toEqual([
      { primaryId: "ada", repeated: null },
      { primaryId: "bo", repeated: null },
      { primaryId: "BO", repeated: IN_ONE },
      { primaryId: "ADA", repeated: IN_TWO },
      { primaryId: "bo", repeated: IN_TWO },
    ])
  })

  it("reads each text by itself: a table beside a plain list", () => {
    expect(mergeStaff([], ["Name,Primary ID\nAda,aada", "bbo"]).map((one) => one.primaryId)).toEqual(["aada", "bbo"])
  })

  it("takes an empty text for none, and refuses a list of nobody", () => {
    expect(mergeStaff([["ada"]], ["", "  \n "])).toHaveLength(1)
    expect(() => mergeStaff([[]], [" "])).toThrow("The list is empty. Choose at least one person.")
    expect(() => mergeStaff([], [])).toThrow(expect.objectContaining({ code: "input" }))
  })

  it("takes as many people as may be, however often each is named, and not one more", () => {
    const ids = Array.from({ length: STAFF_LIMIT }, (_, at) => `person${at}`)
    expect(mergeStaff([ids, ids], [])).toHaveLength(2 * STAFF_LIMIT)
    expect(() => mergeStaff([ids, ["one.more"]], [])).toThrow(`The list has ${STAFF_LIMIT + 1} people; at most ${STAFF_LIMIT} can be taken at once.`)
  })
})
