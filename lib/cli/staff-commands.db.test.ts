import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type TestLantern, testLantern } from "@/lib/runner/test-lantern"
import { EXIT } from "./exit-codes"
import { typedCommand } from "./typed-command"

let lantern: TestLantern
let folder: string
beforeAll(async () => {
  lantern = await testLantern()
  folder = await mkdtemp(path.join(tmpdir(), "lantern-cli-"))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await lantern.close()
})

const type = (...args: string[]) => typedCommand(lantern.ctx)(...args)

async function fileOf(text: string): Promise<string> {
  const file = path.join(folder, "staff.csv")
  await writeFile(file, text)
  return file
}

const changes = () => lantern.alma.history().filter((entry) => entry.what !== "request")

it("roster import makes a list of a table and reads it; list and show tell what was found; nobody is changed", async () => {
  const file = await fileOf("Name;Primary ID\nAmara;aabernethy\nOlive;ogrady\nNobody;nobody_at_all\n")
  const made = await type("roster", "import", "abc", "--name", "Desk", "--file", file)
  expect(made, made.messages).toMatchObject({ code: EXIT.done, document: { name: "Desk", people: 3, read: 3, problem: null, replaced: false } })
  const listed = await type("roster", "list", "ABC")
  expect(listed.document).toMatchObject({ rosters: [{ name: "Desk", people: 3, needLook: 2 }] })
  expect(listed.text).toMatch(/^Desk +3 +2 /m)

  const shown = await type("roster", "show", "ABC", "Desk", "--csv")
  expect(shown.text.split(/\r?\n/).filter(Boolean)).toHaveLength(4)
  expect(shown.text).toContain("aabernethy,Amara Abernethy,")
  expect(shown.document).toMatchObject({ people: expect.arrayContaining([expect.objectContaining({ primaryId: "nobody_at_all", verdict: "not_found" })]) })

  expect((await type("roster", "import", "ABC", "--name", "Desk", "--file", file)).code).toBe(EXIT.refused)
  const again = await type("roster", "import", "ABC", "--name", "Desk", "--file", await fileOf("aabernethy\nmixedseg\n"), "--replace")
  expect(again).toMatchObject({ code: EXIT.done, document: { people: 2, replaced: true } })
  expect((await type("roster", "import", "ABC", "--name", "Empty", "--file", await fileOf(""))).code).toBe(EXIT.usage)
  expect((await type("roster", "import", "ABC", "--name", "Set", "--set", "No such set")).code).not.toBe(EXIT.done)
  lantern.alma.editUser("mixedseg", (user) => ({ ...user, account_type: { value: "INTERNAL" }, external_id: "" }))
  const mine = changes().length
  expect((await type("roster", "refresh", "ABC", "Desk")).code).toBe(EXIT.done)
  expect((await type("roster", "list", "ABC")).document).toMatchObject({ rosters: [{ needLook: 1 }] })
  expect(changes()).toHaveLength(mine)
})

it("named-users count reads everybody and list names them with their roles; a roster is made of them", async () => {
  expect((await type("named-users", "list", "ABC")).code).toBe(EXIT.usage)
  const before = changes().length
  const counted = await type("named-users", "count", "ABC")
  expect([counted.code, counted.document.state], counted.messages).toEqual([EXIT.done, "done"])
  const listed = await type("named-users", "list", "ABC")
  const people = listed.document.people as { primaryId: string; roles: unknown[] }[]
  expect(people.length).toBe(listed.document.counted)
  expect(people.length).toBeGreaterThan(5)
  expect(people.every(({ roles }) => roles.length > 0)).toBe(true)
  const csv = (await type("named-users", "list", "ABC", "--csv")).text
  expect(csv.split(/\r?\n/).filter(Boolean).length).toBeGreaterThan(people.length)

  const made = await type("roster", "import", "ABC", "--name", "Everybody who counts", "--named-users")
  expect(made.document).toMatchObject({ people: people.length })
  const few = await type("named-users", "count", "ABC", "--roster", "Desk")
  expect(few.code, few.messages).toBe(EXIT.done)
  expect(Number(few.document.counted)).toBeLessThanOrEqual(2)
  expect((await type("named-users", "count", "ABC", "--roster", "Desk", "--set", "1")).code).toBe(EXIT.usage)
  expect(changes()).toHaveLength(before)
})
