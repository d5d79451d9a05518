import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { testLantern, type TestLantern } from "@/lib/runner/test-lantern"
import { OPERATOR } from "@/lib/auth/identity-fixtures"
import { findLiveSession, openSession } from "@/lib/auth/sessions"
import { LINK_OVER } from "@/lib/domain/sentences"
import { checkEpoch } from "./check-epoch"
import { createSignInLink } from "./create-sign-in-link"
import { redeemSignInLink } from "./redeem-sign-in-link"

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
  const { db } = lantern.ctx
  const { id: personId } = await db.person.create({ data: { name: "Ada", email: "ada@epoch.example" } })
  const token = await openSession(db, personId, "totp", new Date())
  const { url } = await createSignInLink({ ...lantern.ctx, actor: OPERATOR }, { email: "ada@epoch.example" })
  expect(await checkEpoch(lantern.ctx, file)).toBe(true)
  expect(await checkEpoch(lantern.ctx, file)).toBe(false)
  // They may have been ended, or used up, after the backup was made.
  expect(await findLiveSession(db, token, new Date())).toBeNull()
  await expect(redeemSignInLink(lantern.ctx, { token: new URL(url).hash.replace("#link=", "") })).rejects.toThrow(LINK_OVER)
})
