import { expect, it } from "vitest"
import { afterPage, type CountCursor, FIRST_CURSOR, nextOffset, smallerPage } from "./named-user-count"

/** Reads a list as the counting does, while somebody changes it. */
function readWhile(list: string[], limit: number, meanwhile: (list: string[], page: number) => void): Set<string> {
  let cursor: CountCursor = { ...FIRST_CURSOR, limit }
  const seen = new Set<string>()
  for (let page = 0; page < 1_000; page++) {
    const from = nextOffset(cursor)
    const rows = list.slice(from, from + limit)
    const next = afterPage(cursor, rows)
    if (next.joins) for (const row of rows) seen.add(row)
    cursor = next.cursor
    if (next.joins && cursor.at >= list.length) return seen
    meanwhile(list, page)
  }
  throw new Error("without end")
}
const people = (count: number) => Array.from({ length: count }, (_, at) => `p${String(at).padStart(4, "0")}`)

it("reads everyone of a list that stands still", () => {
  expect(readWhile(people(205), 100, () => {})).toHaveLength(205)
  expect(readWhile(people(1), 100, () => {})).toHaveLength(1)
  expect(readWhile([], 100, () => {})).toHaveLength(0)
})

it("passes nobody over when people before them are removed meanwhile", () => {
  const list = people(300)
  const seen = readWhile(list, 50, (now, page) => void (page < 8 && now.splice(0, 7)))
  expect(list.filter((one) => !seen.has(one))).toEqual([])
})

it("passes nobody over when people are added before them meanwhile", () => {
  const list = people(120)
  const seen = readWhile(list, 50, (now, page) => void (page < 3 && now.unshift(`a${page}`)))
  expect(people(120).filter((one) => !seen.has(one))).toEqual([])
})

it("ends although a list never holds still", () => {
  const cursor: CountCursor = { at: 100, limit: 50, last: ["x"], missing: 0, back: 50 }
  expect(afterPage(cursor, ["y"])).toMatchObject({ joins: true })
})

it("asks for fewer rows, down to ten", () => {
  expect(smallerPage({ ...FIRST_CURSOR, limit: 100 })?.limit).toBe(50)
  expect(smallerPage({ ...FIRST_CURSOR, limit: 15 })?.limit).toBe(10)
  expect(smallerPage({ ...FIRST_CURSOR, limit: 10 })).toBeNull()
})
