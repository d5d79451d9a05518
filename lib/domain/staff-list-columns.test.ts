import { describe, expect, it } from "vitest"
import { STAFF_LIMIT, parseStaffList } from "./staff-list"

const ids = (text: string) => parseStaffList(text).map((entry) => entry.primaryId)

/** Two columns without a header; the ids stand in the second unless said otherwise. */
describe("without a header the ids are the column", () => {
  it.each([
    ["whose cells are all different", "desk,ada\ndesk,bo", ["ada", "bo"]],
    ["without spaces", "Ada A,ada\nBo B,bo", ["ada", "bo"]],
    ["without gaps", ",ada\nx,bo", ["ada", "bo"]],
    ["with digits", "anna,a1\nbodo,b2", ["a1", "b2"]],
    ["that isn't of capitalised names", "Ada,ada\nBo,bo", ["ada", "bo"]],
    ["that isn't of mail addresses", "ada@a.example,ada\nbo@a.example,bo", ["ada", "bo"]],
    ["that isn't of yes and no", "true,ada\nFalse,bo\nyes,cy\nNO,di", ["ada", "bo", "cy", "di"]],
    ["that isn't of days", "2027-06-30,ada\n2027-07-01,bo", ["ada", "bo"]],
    ["that isn't of days with a time", "2027-06-30T10:00,ada\n2027-07-01T10:00,bo", ["ada", "bo"]],
    ["even if somebody stands in it twice", "Ada A,ada\nBo B,bo\nCy C,ada", ["ada", "bo", "ada"]],
    ["even if one id has a space", "desk,ada\ndesk,bo b\ndesk,cy\ndesk,di", ["ada", "bo b", "cy", "di"]],
    ["also when ids only end like a name", "aAda,a@a.example\nbBo,b@a.example", ["aAda", "bBo"]],
    ["also when ids only begin like a name", "AdaB,a@a.example\nBoC,b@a.example", ["AdaB", "BoC"]],
    ["also when ids only begin or end with yes or no", "nora,a@a.example\nbono,b@a.example\nyesenia,c@a.example\nxyes,d@a.example", ["nora", "bono", "yesenia", "xyes"]],
  ])("%s", (_, text, people) => {
    expect(ids(text)).toEqual(people)
  })
})

describe("with a header the ids are the column", () => {
  it.each([
    ["that says Primary ID, though another one says ID", "ID,Name,Primary ID\n1,Ada,ada\n2,Bo,bo"],
    ["that says user name, though another one says identifier", "Identifier;User name\n21001;ada\n21002;bo"],
    ["that says so, of two the first", "Primary ID,Primary identifier\nada,x\nbo,y"],
  ])("%s", (_, text) => {
    expect(ids(text)).toEqual(["ada", "bo"])
  })
})

describe("a list", () => {
  it("may begin with empty lines before its header", () => {
    expect(ids("\n  \nPrimary ID\nada")).toEqual(["ada"])
  })

  it("loses the byte order mark in front, and none inside an id", () => {
    expect(ids("\uFEFFada\nb\uFEFFo")).toEqual(["ada", "b\uFEFFo"])
  })

  it("has its ids without the spaces inside quotes", () => {
    expect(ids('"Primary ID";"Name"\n" ada ";"A"')).toEqual(["ada"])
  })

  it("of nothing but commas is told calmly, if it is refused", () => {
    expect(() => parseStaffList(",,\n,,")).not.toThrow(TypeError)
  })

  it("may have one or two lost letters in a hundred, as an old export has", () => {
    const text = (lost: number) => `${"\uFFFD".repeat(lost)}${"x".repeat(100 - lost)}`
    expect(ids(text(1))).toHaveLength(1)
    expect(ids(text(2))).toHaveLength(1)
    expect(() => ids(text(3))).toThrow("not a text file")
  })

  it("is judged by how it begins", () => {
    const broken = "\uFFFD".repeat(100)
    expect(() => ids(`${broken}\n${"person\n".repeat(STAFF_LIMIT - 1)}`)).toThrow("not a text file")
  })
})
