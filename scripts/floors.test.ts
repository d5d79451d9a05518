import { readFile } from "node:fs/promises"
import { expect, it } from "vitest"
import { missingFromLock } from "@/scripts/complete-lock.mjs"

/** The oldest versions without a known hole that matters here, since `npm audit` isn't reachable everywhere. */
const floors = {
  // Middleware could be bypassed, and a cache confused one request's body with another's, in older ones.
  next: "16.3.8",
  "next-auth": "4.24.15",
  prisma: "7.9.0",
  "@prisma/client": "7.9.0",
  "@prisma/adapter-pg": "7.9.0",
  nodemailer: "7.0.0",
}

const parts = (version: string) => version.split(/[.-]/).slice(0, 3).map(Number)

function atLeast(version: string, floor: string): boolean {
  const [have, want] = [parts(version), parts(floor)]
  const at = have.findIndex((part, index) => part !== want[index])
  return at === -1 || have[at]! > want[at]!
}

it.each(Object.entries(floors))("%s is at least %s", async (name, floor) => {
  const { version } = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8")) as { version: string }
  expect(atLeast(version, floor), `${name} ${version}`).toBe(true)
})

it("knows an older version from a newer one", () => {
  expect(atLeast("16.3.7", "16.3.8")).toBe(false)
  expect(atLeast("15.9.9", "16.3.8")).toBe(false)
  expect(atLeast("16.10.0", "16.3.8")).toBe(true)
})

it("pins all of Prisma to one version", async () => {
  const { dependencies } = JSON.parse(await readFile("package.json", "utf8")) as { dependencies: Record<string, string> }
  const versions = ["prisma", "@prisma/client", "@prisma/adapter-pg", "@prisma/driver-adapter-utils"].map((name) => dependencies[name])
  expect(new Set(versions).size).toBe(1)
})

it("locks the packages of every machine, without which `npm ci` refuses on all of them", async () => {
  const { packages } = JSON.parse(await readFile("package-lock.json", "utf8")) as { packages: Record<string, object> }
  expect(missingFromLock(packages)).toEqual([])
})
