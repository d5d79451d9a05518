import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import type { Role } from "@/lib/domain/actor"
import { activeRoles } from "@/lib/domain/back-up-admin"
import { testLantern, type TestLantern } from "@/lib/runner/test-lantern"
import { readBackupAdmins } from "@/lib/db/backup-admins"
import { changeRole } from "./change-role"
import { checkInBackupAdmin, renewBackupAdmin } from "./check-in-backup-admin"
import { checkInstitution } from "./check-institution"
import { checkOutBackupAdmin } from "./check-out-backup-admin"
import type { ServiceContext } from "./context"
import { judgeAccounts } from "./judge-accounts"
import { forgetBackupAdmin, keepBackupAdmin } from "./keep-backup-admin"
import { finishBackupAdmin, makeBackupAdmin } from "./make-backup-admin"
import { openBackupAdminSheet } from "./open-backup-admin-sheet"
import { digestOf, previewBackupAdmin } from "./preview-backup-admin"
import { setPersonDisabled } from "./set-person-disabled"
import { mailServer } from "./test-mail-server"

let lantern: TestLantern
/** Every password that was ever shown here: none of them may stand anywhere in clear. */
const shown: string[] = []
const logged: string[] = []
let serial = 0

beforeAll(async () => {
  lantern = await testLantern()
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream)
    vi.spyOn(stream, "write").mockImplementation(((chunk: string | Uint8Array, ...rest: []) => (logged.push(String(chunk)), write(chunk, ...rest))) as typeof stream.write)
  }
})
afterAll(async () => {
  vi.restoreAllMocks()
  await lantern.close()
})
beforeEach(() => lantern.alma.faults.clear())

function as(name: string, role: Role = "liaison", secondFactorAt = new Date()): ServiceContext {
  const personId = `00000000-0000-4000-8000-${Buffer.from(name).toString("hex").padStart(12, "0").slice(-12)}`
  const memberships = [{ institutionId: lantern.institution.id, role }]
  return { ...lantern.ctx, actor: { kind: "person", personId, name, memberships, secondFactor: { at: secondFactorAt, by: "code" } } }
}
const admin = () => as("Ada Admin", "admin")

const data = (more = {}) => ({
  institution: "ABC", primaryId: `backup_${++serial}`, firstName: "Backup", lastName: "ADMIN", email: "library-systems@practice.example",
  userGroup: "ALMA_ADMIN", owner: "Library Systems", purpose: "For the day nothing else lets anybody in.", ...more,
})

async function make(more = {}) {
  const input = data(more)
  const { digest } = await previewBackupAdmin(admin(), input)
  const made = await makeBackupAdmin(admin(), { ...input, digest })
  if (made.kind === "made") shown.push(made.password)
  return made
}

async function made(): Promise<{ id: string; primaryId: string; password: string; which: { institution: string; id: string } }> {
  const one = await make()
  if (one.kind !== "made") throw new Error(one.message)
  return { ...one, which: { institution: "ABC", id: one.id } }
}

async function out(who: ServiceContext, which: { institution: string; id: string }) {
  const opened = await checkOutBackupAdmin(who, { ...which, reason: "Somebody has to let us in" })
  shown.push(opened.password)
  return opened
}

/** Somebody of this institution. @returns their id */
async function somebody(name: string, role: Role, more: object = {}): Promise<string> {
  const email = `${name.toLowerCase().replace(" ", ".")}@practice.example`
  const { id } = await lantern.ctx.db.person.create({ data: { name, email, memberships: { create: { institutionId: lantern.institution.id, role } }, ...more } })
  return id
}

const rowOf = (id: string) => lantern.ctx.db.backupAdmin.findUnique({ where: { id } })
const passwordsSet = (primaryId: string) => lantern.alma.history(primaryId).filter((entry) => entry.what === "password").length

describe("making one", () => {
  it("sends what was previewed and nothing else, sets a password that works, and takes the Patron role off", async () => {
    const input = data({ roles: ["21"] })
    const { fields, digest } = await previewBackupAdmin(admin(), input)
    expect(lantern.alma.history(input.primaryId).filter((entry) => entry.what !== "request")).toEqual([])
    const answer = await makeBackupAdmin(admin(), { ...input, digest })
    if (answer.kind !== "made") throw new Error(answer.message)
    shown.push(answer.password)
    const sent = lantern.alma.history(input.primaryId).find((entry) => entry.what === "created")?.to as Record<string, unknown>
    expect(digestOf(sent)).toBe(digest)
    expect(Object.keys(sent).filter((name) => /password/.test(name))).toEqual(["force_password_change"])
    expect(fields.map(({ title, value }) => `${title}: ${value}`)).toEqual(expect.arrayContaining([
      `Primary ID: ${input.primaryId}`, "Last name: ADMIN", "Record type: Staff", "Account type: Internal", "User group: ALMA_ADMIN",
      "Work e-mail: library-systems@practice.example", "Role: User Administrator, at Practice University Library", "Role: User Manager, at Practice University Library",
    ]))
    expect(lantern.alma.passwordWorks(input.primaryId, answer.password)).toBe(true)
    expect(lantern.alma.mustChangePassword(input.primaryId)).toBe(false)
    expect(answer.patron).toBe("taken")
    expect(activeRoles(lantern.alma.user(input.primaryId)!, "2026-01-01").map((role) => role.name)).toEqual(["User Administrator", "User Manager"])
    expect(await rowOf(answer.id)).toMatchObject({ state: "kept", owner: "Library Systems", candidateSealed: null, sheetAt: null })
  })

  it("says how to take a Patron role off that Alma adds again and again", async () => {
    const other = await testLantern({ alma: { addsPatron: "always" } })
    try {
      const ctx = { ...other.ctx }
      const input = data()
      const answer = await makeBackupAdmin(ctx, { ...input, digest: (await previewBackupAdmin(ctx, input)).digest })
      if (answer.kind === "made") shown.push(answer.password)
      expect(answer).toMatchObject({ kind: "made", patron: "still", steps: expect.arrayContaining([expect.stringContaining("Patron")]) })
    } finally {
      await other.close()
    }
  })

  it("finds by reading what became of it when the answer is lost", async () => {
    lantern.alma.faults.add({ match: { method: "POST", path: /\/users$/ }, fault: "reset_after_apply" })
    const answer = await make()
    expect(answer).toMatchObject({ kind: "made", patron: "taken" })
    expect(lantern.alma.passwordWorks(answer.primaryId, shown.at(-1)!)).toBe(true)
  })

  it("keeps the row of one that may still appear, and forgets it when it hasn't after ten minutes", async () => {
    lantern.alma.faults.add({ match: { method: "POST", path: /\/users$/ }, fault: "reset_before_apply" })
    const answer = await make()
    expect(answer.kind).toBe("unknown")
    const which = { institution: "ABC", id: answer.id }
    expect(await rowOf(answer.id)).toMatchObject({ state: "making", passwordSealed: null })
    const { checks } = await checkInstitution(admin(), { institution: "ABC", only: ["backup-admin"] })
    expect(checks.find((check) => check.id === "backup-admin")?.parts?.filter((part) => part.of === answer.primaryId).map((part) => part.id), "not that it isn't in Alma").toEqual(["pending"])
    await expect(out(as("Ben"), which)).rejects.toMatchObject({ code: "refused" })
    expect(await finishBackupAdmin(admin(), which)).toMatchObject({ kind: "unknown" })
    const later = { ...admin(), clock: () => new Date(Date.now() + 11 * 60_000) }
    expect(await finishBackupAdmin({ ...later, actor: { kind: "operator", name: "Operator" } }, which)).toEqual({ kind: "not_made" })
    expect(await rowOf(answer.id)).toBeNull()
  })

  it("takes up one that was made while Lantern was dying", async () => {
    const input = data()
    const { digest } = await previewBackupAdmin(admin(), input)
    const dying = withAlma(admin(), (alma) => ({ ...alma, createUser: (user) => alma.createUser(user).then(() => { throw new Error("killed") }) }))
    await expect(makeBackupAdmin(dying, { ...input, digest })).rejects.toThrow("killed")
    const row = await lantern.ctx.db.backupAdmin.findFirstOrThrow({ where: { primaryId: input.primaryId } })
    expect(row.state).toBe("making")
    const finished = await finishBackupAdmin(admin(), { institution: "ABC", id: row.id })
    if (finished.kind !== "made") throw new Error(finished.kind)
    shown.push(finished.password)
    expect(lantern.alma.passwordWorks(input.primaryId, finished.password)).toBe(true)
  })

  it.each([
    ["an account that is there", { primaryId: "aabernethy" }, "has an account"],
    ["an identifier of somebody", { primaryId: "22900000000100" }, "has an account"],
    ["Ex Libris's own ids", { primaryId: "exl_backup" }, "belongs to Ex Libris"],
    ["a group that is loaded", { userGroup: "STAFF" }, "campus load writes"],
  ])("refuses %s before anything is sent", async (_what, wrong, words) => {
    await lantern.ctx.db.institution.update({ where: { id: lantern.institution.id }, data: { sisGroups: ["STAFF"] } })
    await expect(previewBackupAdmin(admin(), data(wrong))).rejects.toThrow(words)
    await lantern.ctx.db.institution.update({ where: { id: lantern.institution.id }, data: { sisGroups: [] } })
  })

  it("is for an admin with a fresh second factor, and only as previewed", async () => {
    const input = data()
    const { digest } = await previewBackupAdmin(admin(), input)
    await expect(makeBackupAdmin(as("Ben"), { ...input, digest })).rejects.toMatchObject({ code: "not_allowed" })
    const stale = as("Ada Admin", "admin", new Date(Date.now() - 11 * 60_000))
    await expect(makeBackupAdmin(stale, { ...input, digest })).rejects.toMatchObject({ code: "step_up_required" })
    await expect(makeBackupAdmin(admin(), { ...input, lastName: "Other", digest })).rejects.toThrow("isn't what was previewed")
    await expect(makeBackupAdmin(admin(), { ...input, userGroup: "NONESUCH", digest: (await previewBackupAdmin(admin(), { ...input, userGroup: "NONESUCH" })).digest })).rejects.toThrow("no such user group")
    expect(await lantern.ctx.db.backupAdmin.count({ where: { primaryId: input.primaryId } })).toBe(0)
    expect(lantern.alma.user(input.primaryId)).toBeUndefined()
  })
})

describe("lending it", () => {
  it("has one winner of twenty at once, and tells the others who and since when", async () => {
    const one = await made()
    const asked = await Promise.allSettled(Array.from({ length: 20 }, (_, at) => out(as(`Person ${at}`), one.which)))
    const won = asked.filter((each) => each.status === "fulfilled")
    expect(won.map((each) => each.value.password)).toEqual([one.password])
    const row = await rowOf(one.id)
    for (const lost of asked.filter((each) => each.status === "rejected")) expect(String(lost.reason)).toContain(`${row!.outTo} has had ${one.primaryId} since`)
    expect(await lantern.ctx.db.alert.count({ where: { kind: "backup_admin_out", message: { contains: one.primaryId } } })).toBe(1)
  })

  it("gives it another password when it comes back, and the sheet is out of date", async () => {
    const one = await made()
    await openBackupAdminSheet(admin(), one.which)
    const ben = as("Ben")
    await out(ben, one.which)
    expect((await out(ben, one.which)).password, "whoever has it may look again").toBe(one.password)
    await expect(openBackupAdminSheet(admin(), one.which)).rejects.toThrow("Ben has had")
    await expect(renewBackupAdmin(admin(), one.which)).rejects.toThrow("Ben has had")
    expect(await checkInBackupAdmin(ben, one.which)).toEqual({ kind: "set" })
    expect(lantern.alma.passwordWorks(one.primaryId, one.password)).toBe(false)
    const next = await out(as("Cleo"), one.which)
    expect(next.password).not.toBe(one.password)
    expect(lantern.alma.passwordWorks(one.primaryId, next.password)).toBe(true)
    const row = await rowOf(one.id)
    expect(row!.passwordSetAt! > row!.sheetAt!).toBe(true)
  })

  it("is checked in for somebody who forgot by an admin alone, with a reason", async () => {
    const one = await made()
    await out(as("Ben"), one.which)
    await expect(checkInBackupAdmin(as("Cleo"), one.which)).rejects.toMatchObject({ code: "not_allowed", message: expect.stringContaining("Ben has had") })
    await expect(checkInBackupAdmin(admin(), { ...one.which, reason: "gone" })).rejects.toThrow("at least 10 letters")
    expect(await checkInBackupAdmin(admin(), { ...one.which, reason: "Ben is on holiday since Monday" })).toEqual({ kind: "set" })
    expect(await rowOf(one.id)).toMatchObject({ outTo: null, outAt: null, outReason: null })
    const told = await lantern.ctx.db.alert.findFirstOrThrow({ where: { kind: "backup_admin_in", message: { contains: one.primaryId } } })
    expect(told.message).toContain("for Ben: Ben is on holiday since Monday")
  })

  it("is told to everybody who may act, by name and reason, in Lantern and by mail, and waits for no mail server", async () => {
    const one = await made()
    const mails: string[] = []
    const server = mailServer(mails)
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
    await somebody("Ada Admin", "admin")
    await somebody("Cleo", "liaison")
    const mail = { smtpUrl: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, from: "Lantern <lantern@practice.example>" }
    const ben = as("Ben")
    const mailing = { ...ben, settings: { ...ben.settings, mail } }
    const { password } = await out(mailing, one.which)
    expect(mails.map((text) => /^To: (\S+)/m.exec(text)?.[1] ?? "").toSorted()).toEqual(["ada.admin@practice.example", "cleo@practice.example"])
    expect(mails[0]).toContain(`Ben checked out ${one.primaryId}: Somebody has to let us in`)
    expect(mails.join()).not.toContain(password)
    expect(await lantern.ctx.db.alert.findFirst({ where: { kind: "backup_admin_out", message: { contains: one.primaryId } } })).toMatchObject({ seenAt: null })
    server.removeAllListeners("connection")
    server.on("connection", (socket) => socket.on("error", () => {}))
    const from = performance.now()
    expect(await checkInBackupAdmin(mailing, one.which)).toEqual({ kind: "set" })
    expect(performance.now() - from).toBeLessThan(4_500)
    server.close()
    await lantern.ctx.db.person.deleteMany()
  }, 15_000)

  it("goes on being known to somebody who lost access: everybody is told at once, and the check fails until it is brought back", async () => {
    const one = await made()
    const dana = await somebody("Dana", "liaison")
    await somebody("Ada Admin", "admin", { passwordHash: "x", totpSealed: "x", totpConfirmedAt: new Date() })
    const her: ServiceContext = { ...lantern.ctx, actor: { kind: "person", personId: dana, name: "Dana", memberships: [{ institutionId: lantern.institution.id, role: "liaison" }], secondFactor: { at: new Date(), by: "code" } } }
    const { password } = await out(her, one.which)
    const part = async () => {
      const { checks } = await checkInstitution(lantern.ctx, { institution: "ABC", only: ["backup-admin"] })
      return checks.find((check) => check.id === "backup-admin")?.parts?.find((each) => each.id === "out" && each.of === one.primaryId)
    }
    expect(await part()).toBeUndefined()
    await setPersonDisabled(lantern.ctx, { person: { personId: dana }, disabled: true })
    expect(await part()).toMatchObject({ status: "fail", message: "Dana, who has lost access" })
    expect(await lantern.ctx.db.alert.findFirst({ where: { message: { startsWith: `Dana has lost access here, still has ${one.primaryId}` } } })).toMatchObject({ institutionId: lantern.institution.id, seenAt: null })
    const view = async () => (await readBackupAdmins(lantern.ctx.db, admin().actor, lantern.institution.id)).kept.find(({ id }) => id === one.id)?.out
    expect(await view()).toMatchObject({ to: "Dana", gone: true })
    await setPersonDisabled(lantern.ctx, { person: { personId: dana }, disabled: false })
    expect(await view()).toMatchObject({ gone: false })
    await changeRole(lantern.ctx, { person: { personId: dana }, institutionCode: "ABC", role: "observer" })
    expect(await view()).toMatchObject({ gone: true })
    expect(await checkInBackupAdmin(admin(), { ...one.which, reason: "Dana has left the library" })).toEqual({ kind: "set" })
    expect(lantern.alma.passwordWorks(one.primaryId, password)).toBe(false)
    expect(await part()).toBeUndefined()
    await lantern.ctx.db.person.deleteMany()
  })

  it("asks for a fresh second factor and a reason", async () => {
    const one = await made()
    await expect(checkOutBackupAdmin(as("Ben"), { ...one.which, reason: " a " })).rejects.toMatchObject({ code: "input" })
    await expect(out(as("Ben", "liaison", new Date(Date.now() - 11 * 60_000)), one.which)).rejects.toMatchObject({ code: "step_up_required" })
    await expect(out(as("Olga", "observer"), one.which)).rejects.toMatchObject({ code: "not_allowed" })
    expect((await rowOf(one.id))!.outAt).toBeNull()
  })
})

describe("a new password of unknown fate", () => {
  it("is settled without setting it twice when Lantern died between Alma's change and its own", async () => {
    const one = await made()
    const ben = as("Ben")
    await out(ben, one.which)
    const dying = withAlma(ben, (alma) => ({ ...alma, putUser: (id, user, how) => alma.putUser(id, user, how).then(() => { throw new Error("killed") }) }))
    await expect(checkInBackupAdmin(dying, one.which)).rejects.toThrow("killed")
    const between = await rowOf(one.id)
    expect(between).toMatchObject({ outTo: "Ben", candidateSealed: expect.any(String), passwordSealed: expect.any(String) })
    expect(lantern.alma.passwordWorks(one.primaryId, one.password), "Alma has the new one already").toBe(false)
    const before = passwordsSet(one.primaryId)
    expect(await checkInBackupAdmin(ben, one.which)).toEqual({ kind: "set" })
    expect(passwordsSet(one.primaryId)).toBe(before)
    expect(lantern.alma.passwordWorks(one.primaryId, (await out(as("Cleo"), one.which)).password)).toBe(true)
  })

  it.each(["reset_after_apply", "reset_before_apply"] as const)("is settled at once after one %s", async (fault) => {
    const one = await made()
    lantern.alma.faults.add({ match: { method: "PUT" }, fault })
    expect(await renewBackupAdmin(admin(), one.which)).toEqual({ kind: "set" })
    expect(lantern.alma.passwordWorks(one.primaryId, (await out(as("Ben"), one.which)).password)).toBe(true)
  })

  it("keeps both, sends the same one again, and nobody is shown a wrong one for sure", async () => {
    const one = await made()
    lantern.alma.faults.add({ match: { method: "PUT" }, times: Infinity, fault: "reset_before_apply" })
    expect(await renewBackupAdmin(admin(), one.which)).toMatchObject({ kind: "unknown" })
    const first = (await rowOf(one.id))!.candidateSealed
    expect(await renewBackupAdmin(admin(), one.which)).toMatchObject({ kind: "unknown" })
    expect((await rowOf(one.id))!.candidateSealed).toBe(first)
    await expect(openBackupAdminSheet(admin(), one.which)).rejects.toThrow("isn't known which password")
    const opened = await out(as("Ben"), one.which)
    expect([opened.password, typeof opened.other]).toEqual([one.password, "string"])
    shown.push(opened.other!)
    lantern.alma.faults.clear()
    expect(await checkInBackupAdmin(as("Ben"), one.which)).toEqual({ kind: "set" })
    expect(lantern.alma.passwordWorks(one.primaryId, opened.other!)).toBe(true)
  })

  it("is dropped when Alma surely refused it: the old one stays, and it stays checked out", async () => {
    const one = await made()
    await out(as("Ben"), one.which)
    lantern.alma.editUser(one.primaryId, (user) => ({ ...user, account_type: { value: "EXTERNAL" }, external_id: "SIS_BANNER" }), "sis")
    await expect(checkInBackupAdmin(as("Ben"), one.which)).rejects.toThrow("not Internal in Alma")
    expect(await rowOf(one.id)).toMatchObject({ outTo: "Ben", candidateSealed: null })
    const told = await lantern.ctx.db.auditEntry.findMany({ where: { detail: { contains: one.primaryId } }, orderBy: { seq: "desc" }, take: 2 })
    expect(told.map((entry) => entry.action)).toEqual(["backup_admin.password_dropped", "backup_admin.password_intended"])
  })

  it("is written down when a check-out shows that Alma has it", async () => {
    const one = await made()
    const dying = withAlma(admin(), (alma) => ({ ...alma, putUser: (id, user, how) => alma.putUser(id, user, how).then(() => { throw new Error("killed") }) }))
    await expect(renewBackupAdmin(dying, one.which)).rejects.toThrow("killed")
    const { password } = await out(as("Ben"), one.which)
    expect(lantern.alma.passwordWorks(one.primaryId, password)).toBe(true)
    expect(await lantern.ctx.db.auditEntry.count({ where: { action: "backup_admin.password_settled", detail: { contains: one.primaryId } } })).toBe(1)
  })
})

describe("naming one that is there", () => {
  it("protects each of them from every verdict, and tells what deviates", async () => {
    const { id } = await keepBackupAdmin(admin(), { institution: "ABC", primaryId: "TVance", owner: "Systems", purpose: "Second key" })
    expect(await rowOf(id)).toMatchObject({ primaryId: "tvance", passwordSealed: null })
    const one = await made()
    const ids = ["tvance", one.primaryId, one.primaryId.toUpperCase()].map((primaryId) => ({ primaryId, duplicate: false }))
    const institution = await lantern.ctx.db.institution.findUniqueOrThrow({ where: { id: lantern.institution.id } })
    expect((await judgeAccounts(lantern.ctx, institution, ids)).map((judged) => judged.verdict)).toEqual(["protected", "protected", "protected"])
    await expect(out(as("Ben"), { institution: "ABC", id })).rejects.toThrow("keeps no password")
    const { checks } = await checkInstitution(as("Ben"), { institution: "ABC", only: ["backup-admin"] })
    expect(checks.find((check) => check.id === "backup-admin")).toMatchObject({ status: "fail", message: expect.stringMatching(/tvance has no User Administrator role; has a Patron role/) })
    await forgetBackupAdmin(admin(), { institution: "ABC", id })
    expect(await rowOf(id)).toBeNull()
  })

  it("refuses another identifier of a person, nobody, and a second time", async () => {
    const name = (primaryId: string) => keepBackupAdmin(admin(), { institution: "ABC", primaryId, owner: "Systems", purpose: "Key" })
    await expect(name("22900000000100")).rejects.toThrow("another identifier of aabernethy")
    await expect(name("nobody_at_all")).rejects.toThrow("knows no account")
    await expect(name((await made()).primaryId)).rejects.toThrow("kept here already")
  })
})

it("leaves no password in clear in any table or in what was printed", async () => {
  const names = await lantern.ctx.db.$queryRaw<{ name: string }[]>`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`
  const dump: string[] = []
  for (const { name } of names) dump.push(JSON.stringify(await lantern.ctx.db.$queryRawUnsafe(`select t::text as row from "${name}" t`)))
  const all = [...dump, ...logged].join("\n")
  expect(all, "the dump is one").toContain("backup_admin.made")
  expect(shown.length).toBeGreaterThan(15)
  expect(shown.filter((password) => all.includes(password)).length).toBe(0)
})

function withAlma(ctx: ServiceContext, change: (alma: ReturnType<ServiceContext["almaFor"]>) => ReturnType<ServiceContext["almaFor"]>): ServiceContext {
  return { ...ctx, almaFor: (institution) => change(ctx.almaFor(institution)) }
}
