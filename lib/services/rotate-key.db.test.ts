import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { makeInstitution, personActor } from "@/lib/auth/identity-fixtures"
import { signInHash } from "@/lib/auth/tokens"
import { newTotpSecret, sealTotpSecret, unsealTotpSecret } from "@/lib/auth/totp"
import { appendAudit, LANTERN_CHAIN, verifyAudit } from "@/lib/db/audit"
import { type Keyring, openKeyring } from "@/lib/db/keyring"
import { seal, unseal } from "@/lib/db/seal"
import { SEALED_COLUMNS } from "@/lib/db/sealed-columns"
import { apiKeyPlace } from "./context"
import { rotateKey } from "./rotate-key"
import { type TestContext, testContext } from "./test-context"

const API_KEY = "l8xx-a-key-to-keep"
const SEED = newTotpSecret()
let lantern: TestContext
let folder: string
beforeEach(async () => {
  lantern = await testContext()
  folder = lantern.ctx.settings.dataDir
})
afterEach(() => lantern.close())

async function fill(keyring: Keyring, institutions = 3) {
  const { db } = lantern.ctx
  for (let at = 0; at < institutions; at++) {
    const { id } = await makeInstitution(db, `K${at}`)
    await db.institution.update({ where: { id }, data: { apiKeySealed: seal(keyring, apiKeyPlace(id), API_KEY) } })
  }
  const { id } = await db.person.create({ data: { email: "ruth@people.example", name: "Ruth" } })
  await db.person.update({ where: { id }, data: { totpSealed: sealTotpSecret(keyring, id, SEED), totpConfirmedAt: new Date() } })
}

/** Every value, opened with these keys; throws where one can't be. */
async function opened(keyring: Keyring): Promise<string[]> {
  const { db } = lantern.ctx
  const [institutions, people] = [await db.institution.findMany(), await db.person.findMany()]
  return [
    ...institutions.map(({ id, apiKeySealed }) => unseal(keyring, apiKeyPlace(id), apiKeySealed)),
    ...people.map(({ id, totpSealed }) => unsealTotpSecret(keyring, id, totpSealed!)),
  ]
}
const ALL = [API_KEY, API_KEY, API_KEY, SEED]
const versions = async () => (await lantern.ctx.db.institution.findMany()).map(({ apiKeySealed }) => apiKeySealed.split(".")[0])
const firstLine = async () => (await readFile(path.join(folder, "key"), "utf8")).split("\n")[0]!

describe("with the key in a file", () => {
  it("seals everything under a new key that the old one doesn't open, and what was proved stays proved", async () => {
    const { ctx } = lantern
    const before = ctx.keyring
    await fill(before)
    const hash = signInHash(before, "recovery", "A".repeat(24))
    await ctx.db.$transaction((tx) => appendAudit(tx, { keyring: before, chain: LANTERN_CHAIN, actor: { name: "Ruth" }, at: new Date() }, [{ action: "person.signed_in" }]))
    const stolen = await firstLine()

    expect(await rotateKey(ctx)).toMatchObject({ version: "2", finished: false, resealed: expect.arrayContaining([{ name: "API keys", count: 3 }, { name: "authenticator seeds", count: 1 }]) })
    expect(await versions()).toEqual(["2", "2", "2"])
    expect(await opened(await openKeyring({ dataDir: folder }))).toEqual(ALL)
    await expect(opened(await openKeyring({ masterKey: stolen, dataDir: folder }))).rejects.toThrow(/hasn't got/)
    expect((await stat(path.join(folder, "key"))).mode & 0o777).toBe(0o600)
    const anew = await openKeyring({ dataDir: folder })
    expect(signInHash(anew, "recovery", "A".repeat(24))).toBe(hash)
    expect((await verifyAudit(ctx.db, anew)).every((chain) => chain.broken === null)).toBe(true)
    expect((await ctx.db.auditEntry.findMany({ orderBy: { seq: "asc" } })).map((entry) => entry.action)).toEqual(["person.signed_in", "key.rotation_begun", "key.rotated"])
    expect(await rotateKey(ctx)).toMatchObject({ version: "3" })
    expect(await opened(anew)).toEqual(ALL)
  })

  it("a process that runs on reads what another sealed anew, and seals under the new key itself", async () => {
    const running = await openKeyring({ dataDir: folder })
    await fill(running)
    expect(running.sealing().version).toBe("1")
    await rotateKey(lantern.ctx)
    expect(await opened(running)).toEqual(ALL)
    expect(running.sealing().version).toBe("2")
  })

  it("a crash in the middle leaves everything readable, and the next run carries on without another key", async () => {
    const { ctx } = lantern
    await fill(ctx.keyring)
    const [first] = await ctx.db.institution.findMany()
    await ctx.db.institution.update({ where: { id: first!.id }, data: { apiKeySealed: "1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA.AAAA" } })
    await expect(rotateKey(ctx)).rejects.toThrow()
    await ctx.db.institution.update({ where: { id: first!.id }, data: { apiKeySealed: seal(await openKeyring({ masterKey: await firstLine(), dataDir: folder }), apiKeyPlace(first!.id), API_KEY) } })
    expect(await opened(await openKeyring({ dataDir: folder }))).toEqual(ALL)
    expect(await rotateKey(ctx)).toMatchObject({ version: "2", finished: true })
    expect(await versions()).toEqual(["2", "2", "2"])
  })
})

describe("with the keys in the environment", () => {
  const KEYS = ["first key, of thirty-two characters", "second key, of thirty-two characters"] as const

  it("makes no key by itself, says what to do, and seals under the last one that is set", async () => {
    const old = await openKeyring({ masterKey: KEYS[0], dataDir: folder })
    await fill(old)
    await expect(rotateKey({ ...lantern.ctx, keyring: old })).rejects.toThrow(/LANTERN_NEW_KEYS/)
    const both = await openKeyring({ masterKey: KEYS[0], newKeys: [KEYS[1]], dataDir: folder })
    expect(await rotateKey({ ...lantern.ctx, keyring: both })).toMatchObject({ version: "2", finished: true })
    expect(await opened(both)).toEqual(ALL)
    await expect(opened(old)).rejects.toThrow(/sealed under key 2, which this process hasn't got/)
  })

  it("refuses short ones, and new ones beside a file", async () => {
    await expect(openKeyring({ masterKey: KEYS[0], newKeys: ["short"], dataDir: folder })).rejects.toMatchObject({ code: "input" })
    await expect(openKeyring({ newKeys: [KEYS[1]], dataDir: folder })).rejects.toMatchObject({ code: "input" })
  })
})

it("is for the shell alone", async () => {
  await expect(rotateKey({ ...lantern.ctx, actor: personActor("018f0000-0000-7000-8000-000000000000", "admin", null) })).rejects.toMatchObject({ code: "not_allowed" })
})

it("knows every sealed column of the schema", async () => {
  const schema = await readFile("prisma/schema.prisma", "utf8")
  const models = schema.split(/^model /m).slice(1).map((text) => [/^\w+/.exec(text)![0], text] as const)
  const named = models.flatMap(([model, text]) => [...text.matchAll(/^ {2}(\w+Sealed)\s+String/gm)].map((found) => `${model}.${found[1]}`))
  const told = models.flatMap(([model, text]) => [...text.matchAll(/^ {2}\/\/\/[^\n]*\bsealed\b[^\n]*\n {2}(\w+)\s+String/gim)].map((found) => `${model}.${found[1]}`))
  expect(SEALED_COLUMNS.map(({ table, field }) => `${table}.${field}`).toSorted()).toEqual([...new Set([...named, ...told])].toSorted())
})

it("an emptied key file opens nothing, and isn't replaced", async () => {
  const other = await mkdtemp(path.join(tmpdir(), "lantern-test-"))
  await writeFile(path.join(other, "key"), "\n")
  await expect(openKeyring({ dataDir: other })).rejects.toMatchObject({ code: "input" })
  await rm(other, { recursive: true })
})
