import { execFile } from "node:child_process"
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, it } from "vitest"

/** Each breaks a rule of the layers, by alias or by a path of dots. */
const offences: Record<string, string> = {
  "lib/domain/a.ts": 'import "@/lib/db/client"',
  "lib/domain/b.ts": 'import "../alma/client"',
  "lib/domain/c.ts": 'import "node:fs/promises"',
  "lib/alma/a.ts": 'import "@/lib/db/client"',
  "lib/db/a.ts": 'import "@/lib/services/declare-outage"',
  "lib/practice/a.ts": 'import "@/lib/alma/client"',
  "lib/services/a.ts": 'import "@/lib/actions/declare-outage"',
  "lib/services/b.ts": 'import "@prisma/client"',
  "lib/services/c.ts": 'import { prisma } from "@/lib/db/generated/client"\nprisma()',
  "lib/queries/a.ts": 'import "@/lib/services/declare-outage"',
  "lib/runner/a.ts": 'import "@/lib/cli/main"',
  "lib/cli/a.ts": 'import "@/components/board/board"',
  "lib/actions/a.ts": 'import "@/lib/alma/client"',
  "components/a.tsx": 'import "@/lib/services/declare-outage"',
  "app/a.tsx": 'import "@/lib/db/client"',
  "app/b.tsx": 'import "../lib/services/declare-outage"',
}

const allowed: Record<string, string> = {
  "lib/domain/ok.ts": 'import "@/lib/domain/states"\nimport "node:crypto"',
  "lib/db/ok.ts": 'import "@prisma/client"\nimport "@/lib/domain/states"',
  "lib/services/ok.ts": 'import "@/lib/db/client"\nimport "@/lib/alma/client"',
  "lib/actions/ok.ts": 'import "@/lib/services/declare-outage"',
  "app/ok.tsx": 'import "@/lib/queries/home"\nimport "@/components/board/board"',
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lantern-boundaries-"))
  await cp(".oxlintrc.json", path.join(folder, ".oxlintrc.json"))
  for (const [file, text] of Object.entries({ ...offences, ...allowed })) {
    await mkdir(path.join(folder, path.dirname(file)), { recursive: true })
    await writeFile(path.join(folder, file), text)
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it("catches every import against the direction of the layers, and no other", async () => {
  const oxlint = path.resolve("node_modules/.bin/oxlint")
  const run = promisify(execFile)(oxlint, ["--format=json"], { cwd: folder })
  const { stdout } = await run.catch((error: { stdout: string }) => error)
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] }
  const caught = diagnostics.filter((found) => found.code === "eslint(no-restricted-imports)").map((found) => found.filename)
  expect(caught.toSorted()).toEqual(Object.keys(offences).toSorted())
})
