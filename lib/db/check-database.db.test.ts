import { afterAll, beforeAll, expect, it } from "vitest"
import { checkDatabase, requireVersion } from "@/lib/db/check-database"
import { testDatabase, type TestDatabase } from "@/lib/db/test-database"

let test: TestDatabase
beforeAll(async () => {
  test = await testDatabase()
})
afterAll(() => test.drop())

function changed(change: (url: URL) => void): string {
  const url = new URL(test.url)
  change(url)
  return url.toString()
}

async function refusal(url: string): Promise<string> {
  return checkDatabase(url).then(
    () => "accepted",
    (error: Error) => `${error.name}: ${error.message}`,
  )
}

it("accepts a Postgres that works", async () => {
  expect(await refusal(test.url)).toBe("accepted")
})

it("tells a wrong password, and doesn't repeat it", async () => {
  const sentence = await refusal(changed((url) => (url.password = "marked-secret")))
  expect(sentence).toMatch(/^StartProblem: The Postgres at 127\.0\.0\.1:\d+\/test_\w+ refused the user or password in DATABASE_URL\.$/)
})

it("tells a database that doesn't exist", async () => {
  expect(await refusal(changed((url) => (url.pathname = "/nowhere")))).toMatch(/^StartProblem: The database named in DATABASE_URL/)
})

it("tells a server that isn't there, and a host nobody knows", async () => {
  expect(await refusal(changed((url) => (url.port = "1")))).toMatch(/^StartProblem: Nothing answers at 127\.0\.0\.1:1/)
  expect(await refusal(changed((url) => (url.hostname = "nowhere.invalid")))).toMatch(/^StartProblem: The host in DATABASE_URL/)
})

it.each(["nonsense", "mysql://user:marked-secret@host/x", "postgresql://", "/var/run/marked-secret"])("tells that %s is no address", async (url) => {
  expect(await refusal(url)).toBe(
    "StartProblem: DATABASE_URL isn't a Postgres address: write it as postgresql://user:password@host:5432/database.",
  )
})

it("refuses a Postgres older than 15", () => {
  expect(() => requireVersion(140_011, "db:5432/x")).toThrow("The Postgres at db:5432/x is version 14: Lantern needs 15 or newer.")
  expect(() => requireVersion(150_000, "db:5432/x")).not.toThrow()
})
