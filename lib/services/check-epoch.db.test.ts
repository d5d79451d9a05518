import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { testLantern, type TestLantern } from "@/lib/runner/test-lantern"
import { checkEpoch } from "./check-epoch"

let lantern: TestLantern
let folder: string
beforeAll(async () => {
  lantern = await testLantern()
  folder = await mkdtemp(path.join(tmpdir(), "lantern-epoch-"))
})
afterAll(async () => {
  await lantern.close()
  await rm(folder, { recursive: true, force: true })
})

it("tells a restored backup from a database that has gone on", async () => {
  const file = path.join(folder, "epoch")
  expect(await checkEpoch(lantern.ctx, file)).toBe(false)
  expect(await checkEpoch(lantern.ctx, file)).toBe(false)
  await lantern.ctx.db.epoch.update({ where: { id: 1 }, data: { value: 0 } })
  expect(await checkEpoch(lantern.ctx, file)).toBe(true)
  expect(await checkEpoch(lantern.ctx, file)).toBe(false)
})
