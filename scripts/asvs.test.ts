import { existsSync, readFileSync } from "node:fs"
import { expect, it } from "vitest"

const text = readFileSync("docs/security/asvs.md", "utf8")

it("the list of ASVS requirements is whole, counted right, and what it names is there", () => {
  const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| (met|not applicable|open) \| ([^|]+) \|$/gm)]
  expect(rows.filter(([, , level]) => level === "1")).toHaveLength(70)
  expect([rows.length, new Set(rows.map(([, number]) => number)).size]).toEqual([253, 253])
  const count = (state: string) => rows.filter(([, , , is]) => is === state).length
  expect(text).toContain(`${count("met")} met, ${count("not applicable")} not applicable, ${count("open")} open, of 253.`)
  const named = [...text.matchAll(/`([\w.[\]()-]+\/[\w./[\]()-]+)`/g)].map(([, file]) => file!)
  expect(named.length).toBeGreaterThan(100)
  expect(named.filter((file) => !existsSync(file))).toEqual([])
})
