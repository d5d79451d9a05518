import { expect, it } from "vitest"
import { decodeText } from "./decode-text"
import { parseStaffList } from "./staff-list"

const bytes = (...list: number[]) => Uint8Array.from(list)
const utf16 = (text: string, swap = false) => {
  const buffer = Buffer.from(`\uFEFF${text}`, "utf16le")
  return swap ? buffer.swap16() : buffer
}

it.each([
  ["UTF-8", Buffer.from("žofie;山田花子")],
  ["UTF-8 with a mark", Buffer.from("\uFEFFžofie;山田花子")],
  ["UTF-16, little end first", utf16("žofie;山田花子")],
  ["UTF-16, big end first", utf16("žofie;山田花子", true)],
])("reads %s, without the mark", (_, file) => {
  expect(decodeText(file)).toBe("žofie;山田花子")
})

it.each([
  ["an older encoding, whose letters nobody could tell", Buffer.from("ren\xe9", "latin1")],
  ["half a letter at the end", bytes(0x61, 0xc3)],
  ["half of UTF-16", bytes(0xff, 0xfe, 0x61)],
  ["what isn't text", bytes(0x50, 0x4b, 3, 4, 0)],
])("refuses %s", (_, file) => {
  expect(decodeText(file)).toBeNull()
})

it("so that a spreadsheet's “Unicode text” is a list of ids", () => {
  const text = decodeText(utf16("Name\tPrimary ID\r\n\"Abernethy, Amara\"\taabernethy\r\nŽofie\tžofie.d\r\n"))
  expect(parseStaffList(text!).map((one) => one.primaryId)).toEqual(["aabernethy", "žofie.d"])
})
