import { afterEach, beforeEach, expect, test } from "vitest"
import { startPracticeAlma, type PracticeAlma } from "./practice-alma"
import { isObject, listOf, textOf } from "./record"
import { call } from "./test-client"

let alma: PracticeAlma
let setId: string
beforeEach(async () => {
  alma = await startPracticeAlma({ ratePerSecond: 0 })
  setId = textOf((await create("Lantern Practice batch 7")).body["id"])
})
afterEach(() => alma.close())

const members = (...ids: string[]) => ({ members: { member: ids.map((id) => ({ id })) } })
const manage = (op: string, body: unknown, query = "") =>
  call(alma, "POST", `/conf/sets/${setId}?op=${op}${query}`, { body })

function create(name: string, extra: object = {}) {
  const body = { name, type: { value: "ITEMIZED" }, content: { value: "USER" }, ...extra }
  return call(alma, "POST", "/conf/sets", { body })
}

test("a set is made empty, whatever members the body names", async () => {
  const made = await create("B", members("ogrady"))
  expect(made.body["number_of_members"]).toMatchObject({ value: 0 })
  const list = await call(alma, "GET", `/conf/sets/${textOf(made.body["id"])}/members`)
  expect(list.body).toEqual({ total_record_count: 0 })
})

test("names are unique, and under 100 characters", async () => {
  expect((await create("lantern practice BATCH 7")).code).toBe("402263")
  expect((await create("x".repeat(100))).code).toBe("402265")
})

test("the search by name is a word search", async () => {
  await create("Batch of another day")
  const found = await call(alma, "GET", "/conf/sets?q=name~batch_7")
  expect(listOf(found.body["set"]).map((set) => set["id"])).toEqual([setId])
  expect((await call(alma, "GET", "/conf/sets?q=name~batch")).body["total_record_count"]).toBe(2)
})

test("members come and go at once, by primary id in any case, 100 a page", async () => {
  const filled = await manage("add_members", members("OGRADY", "jean paul"))
  expect(filled.body["number_of_members"]).toMatchObject({ value: 2 })
  const { body } = await call(alma, "GET", `/conf/sets/${setId}/members?limit=100`)
  const links = listOf(body["member"]).map((each) => textOf(each["link"]))
  expect(links[1]?.endsWith("/users/jean%20paul")).toBe(true)
  await manage("replace_members", members("ogrady"))
  await manage("replace_members", members("ogrady"))
  expect((await call(alma, "GET", `/conf/sets/${setId}`)).body["number_of_members"]).toMatchObject(
    { value: 1 },
  )
  await manage("delete_members", members("ogrady"))
  expect((await call(alma, "GET", `/conf/sets/${setId}/members`)).body).toEqual({ total_record_count: 0 })
})

test("one bad id fails the request, unless asked not to", async () => {
  expect((await manage("add_members", members("ogrady", "nobody"))).code).toBe("60116")
  const lenient = await manage("add_members", members("ogrady", "nobody"), "&fail_on_invalid_id=false")
  expect(lenient.body["number_of_members"]).toMatchObject({ value: 1 })
  expect((await manage("add_members", members("ogrady"))).code).toBe("60115")
})

test.each([
  ["an unknown id type", "add_members", members("ogrady"), "&id_type=PRIMARYIDENTIFIER", "40166410"],
  ["no members", "add_members", members(), "", "60113"],
  [
    "more than a thousand",
    "add_members",
    members(...Array.from({ length: 1001 }, (_, n) => `x${n}`)),
    "",
    "60118",
  ],
  ["one twice", "add_members", members("ogrady", "Ogrady"), "", "60119"],
  ["one that isn't in", "delete_members", members("ogrady"), "", "60117"],
  ["an unknown operation", "shuffle", members("ogrady"), "", "60111"],
])("refuses %s", async (_name, op, body, query, code) => {
  expect((await manage(op, body, query)).code).toBe(code)
})

test("odd shapes: one member is an object, the count a string", async () => {
  await alma.close()
  alma = await startPracticeAlma({ oddShapes: true })
  setId = textOf((await create("odd")).body["id"])
  const filled = await manage("add_members", members("ogrady"))
  expect(filled.body["number_of_members"]).toMatchObject({ value: "1" })
  const { body } = await call(alma, "GET", `/conf/sets/${setId}/members`)
  expect(isObject(body["member"])).toBe(true)
})

test("a deleted set is gone", async () => {
  expect((await call(alma, "DELETE", `/conf/sets/${setId}`)).status).toBe(204)
  expect((await call(alma, "GET", `/conf/sets/${setId}`)).code).toBe("60107")
  expect((await call(alma, "DELETE", `/conf/sets/${setId}`)).code).toBe("402264")
})
