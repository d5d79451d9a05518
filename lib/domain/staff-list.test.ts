import { describe, expect, it } from "vitest"
import { STAFF_LIMIT, parseStaffList } from "./staff-list"

const ids = (text: string) => parseStaffList(text).map((entry) => entry.primaryId)
const refusal = (text: string): string => {
  try {
    parseStaffList(text)
  } catch (error) {
    expect(error).toMatchObject({ name: "AppError", code: "input" })
    return (error as Error).message
  }
  return "taken"
}
const PEOPLE = ["aabernethy", "bhasegawa", "c.oyelaran"]

describe("a plain list", () => {
  it.each([
    ["one id a line", "aabernethy\nbhasegawa\nc.oyelaran"],
    ["with a header", "Primary ID\naabernethy\nbhasegawa\nc.oyelaran\n"],
    ["with a byte order mark and lines as on Windows", "\uFEFFaabernethy\r\nbhasegawa\r\nc.oyelaran\r\n"],
    ["with lines as on an old Mac", "aabernethy\rbhasegawa\rc.oyelaran"],
    ["with empty lines and spaces around", "\n  aabernethy \n\n\tbhasegawa\nc.oyelaran\n \n"],
  ])("is read %s", (_, text) => {
    expect(ids(text)).toEqual(PEOPLE)
  })

  it("takes ids as they stand", () => {
    const odd = ['"quoted"', `O'Neil`, `half"quote`, "two words", "50%+1", "name@site.edu", "ñandú", "a/b"]
    expect(ids(odd.join("\n"))).toEqual(odd)
  })

  it("takes an id that looks like a header anywhere but on top", () => {
    expect(ids("aabernethy\nlogin")).toEqual(["aabernethy", "login"])
  })
})

describe("a table", () => {
  it.each([
    ["commas", "Name,Primary ID,Email\nAda,aabernethy,ada@a.example\nBo,bhasegawa,\nC,c.oyelaran,c@a.example"],
    ["semicolons, quoted as a spreadsheet does", '"Primary Identifier";"Name"\n"aabernethy";"Abernethy; Ada"\n"bhasegawa";"B"\n"c.oyelaran";"C"'],
    ["tabs, the ids last", "Name\tDepartment\tUSER_ID\nAda\tDesk\taabernethy\nBo\t\tbhasegawa\nC\tDesk\tc.oyelaran"],
    ["no header", "Abernethy,Ada,aabernethy\nHasegawa,Bo,bhasegawa\nOyelaran,Cleo,c.oyelaran"],
    ["no header, the ids first", "aabernethy;Ada Abernethy;2027-06-30\nbhasegawa;Bo Hasegawa;2027-06-30\nc.oyelaran;Cleo Oyelaran;2027-06-30"],
    ["a byte order mark before a quoted cell", '\uFEFF"aabernethy","Abernethy, Ada"\r\n"bhasegawa","Hasegawa, Bo"\r\n"c.oyelaran","Oyelaran, Cleo"'],
    ["quotes inside a name", 'Name,Primary ID\nAda "Addie" A,aabernethy\nBo,bhasegawa\nC,c.oyelaran'],
    ["empty lines, and a line of nothing but commas", "primary_id,name\r\naabernethy,A\r\n\r\n,\r\nbhasegawa,B\r\nc.oyelaran,C\r\n"],
  ])("is read with %s", (_, text) => {
    expect(ids(text)).toEqual(PEOPLE)
  })

  it("is no table when the lines have different cells: then each line is an id", () => {
    expect(ids("Neil, Jr.\naabernethy")).toEqual(["Neil, Jr.", "aabernethy"])
  })
})

describe("the same id again", () => {
  it("is told, also in other case, and the first one stands", () => {
    expect(parseStaffList("aabernethy\nAAbernethy\nbhasegawa\naabernethy")).toEqual([
      { primaryId: "aabernethy", duplicate: false },
      { primaryId: "AAbernethy", duplicate: true },
      { primaryId: "bhasegawa", duplicate: false },
      { primaryId: "aabernethy", duplicate: true },
    ])
  })
})

describe("refused, with what is wrong, is", () => {
  it.each([
    ["nothing", "", "The list is empty"],
    ["nothing but spaces and lines", " \n\t\n\uFEFF", "The list is empty"],
    ["a header alone", "Primary ID\n", "no Primary IDs"],
    ["a table of no ids", "Primary ID,Name\n,Ada\n", "no Primary IDs"],
    ["an id of 300 characters", `aabernethy\n${"x".repeat(300)}`, "Line 2 is 300 characters long"],
    ["a control character", "aabernethy\nbhase\u0007gawa", "Line 2 holds a control character"],
    ["a file that isn't text", "PK\u0003\u0004\u0000\u0000\u0008", "not a text file"],
    ["text in an encoding that was lost", "\uFFFD\uFFFD\uFFFDa\uFFFDb", "not a text file"],
  ])("%s", (_, text, words) => {
    expect(refusal(text)).toContain(words)
  })

  it("50,000 lines, quickly; as many as may be are taken", () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => `person${at}`).join("\n")
    const began = performance.now()
    expect(refusal(many(50_000))).toContain("50000 entries; at most 10000")
    expect(refusal(many(STAFF_LIMIT + 1))).toContain("at most")
    expect(ids(many(STAFF_LIMIT))).toHaveLength(STAFF_LIMIT)
    expect(ids(`Primary ID\n${many(STAFF_LIMIT)}`)).toHaveLength(STAFF_LIMIT)
    expect(performance.now() - began).toBeLessThan(3_000)
  })

  it("a line of a million columns, quickly", () => {
    expect(refusal(",a".repeat(1_000_000))).toContain("more than 300 columns")
  })

  it("nothing of 255 characters", () => {
    expect(ids("x".repeat(255))).toHaveLength(1)
    expect(refusal("x".repeat(256))).toContain("at most 255")
  })
})
