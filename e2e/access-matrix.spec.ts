import { expect, test } from "@playwright/test"
import { eventually } from "./fixtures/environment"
import { npmStart, type StartedLantern } from "./fixtures/npm-start"
import { ACTION_SAMPLES, NO_INPUT, type Scene } from "./security/action-samples"
import { ask, callAction, resultOf, type Answer, type Asker } from "./security/ask"
import { startBare } from "./security/bare"
import { addForeignInstitution, openBehind, signInAs, type Behind } from "./security/behind"
import { accessTable, builtActions, builtAddresses, commands, writtenActions, type BuiltAction } from "./security/surface"

/** Stands in the outage's reason and in the account's name: whoever may not see them must not be sent it. */
const MARK = "Quillfeather-marked"

test.describe.configure({ mode: "serial" })

let lantern: StartedLantern
let behind: Behind
let bare: Awaited<ReturnType<typeof startBare>>
let scene: Scene
let cookies: Record<string, string | undefined>

test.beforeAll(async () => {
  lantern = await npmStart()
  const { dataFolder } = lantern.command
  ;[behind, bare] = await Promise.all([openBehind(dataFolder), startBare(dataFolder)])
  const { id: institutionId } = await behind.db.institution.findUniqueOrThrow({ where: { code: "PRA" } })
  const foreign = await addForeignInstitution(behind, "FAR")
  const person = (role: "observer" | "liaison" | "admin", state = {}, where = institutionId) => signInAs(behind, role, where, state)
  const [expired, revoked, other, observer, liaison, admin, stale] = await Promise.all([
    person("liaison", { expired: true }), person("liaison", { revoked: true }), person("liaison", {}, foreign),
    person("observer"), person("liaison"), person("admin"), person("liaison", { stale: true }),
  ])
  cookies = {
    nobody: undefined, expired: expired.cookie, revoked: revoked.cookie, other: other.cookie, observer: observer.cookie,
    liaison: liaison.cookie, admin: admin.cookie, stale: stale.cookie, foreign: admin.cookie,
  }
  scene = { ...(await makeOutage(institutionId)), institutionId, personId: liaison.personId }
  // Its connections to the database are made at the first look, which a busy machine may not do in time.
  await eventually("the server without its proxy is warm", async () => {
    const looks = await Promise.all(principalsOfAll().map((cookie) => ask({ url: bare.url, cookie }, "/outages")))
    return looks.every(({ status, body }) => status === 200 && !body.includes("Reference"))
  })
})
test.afterAll(async () => {
  await behind?.close()
  await bare?.stop()
  await lantern?.remove()
})

const principalsOfAll = () => Object.values(cookies).filter((cookie) => cookie !== undefined)

async function makeOutage(institutionId: string): Promise<Pick<Scene, "outageId" | "holdId" | "rosterId" | "countId">> {
  const now = new Date()
  const account = { institutionId, primaryId: "mixedseg", primaryIdKey: "mixedseg", name: MARK, verdict: "switch" as const, state: "waiting" as const, stateSince: now }
  const outage = { institutionId, reason: MARK, since: now, expectedHours: 2, declaredAt: now, declaredBy: MARK }
  const { id, holds } = await behind.db.outage.create({ data: { ...outage, holds: { create: account } }, include: { holds: true } })
  const roster = await behind.db.roster.create({ data: { institutionId, name: MARK, staff: [{ primaryId: "mixedseg", name: MARK }], updatedAt: now, updatedBy: MARK } })
  const count = await behind.db.namedUserCount.create({ data: { institutionId, state: "stopped", source: { kind: "everyone" }, startedAt: now, startedBy: MARK } })
  return { outageId: id, holdId: holds[0]!.id, rosterId: roster.id, countId: count.id }
}

test("the table has a row for everything in the build and among the commands, and for nothing else", async () => {
  const [{ rows }, actions, addresses, written] = await Promise.all([accessTable(), builtActions(), builtAddresses(), writtenActions()])
  const there = [...actions.map(({ name }) => `action ${name}`), ...addresses, ...commands().map((command) => `command ${command}`)]
  expect([...rows.keys()].toSorted()).toEqual([...new Set(there)].toSorted())
  expect(Object.keys(ACTION_SAMPLES).toSorted()).toEqual(actions.map(({ name }) => name).toSorted())
  // Each action has a file of its own, and no page or component has one hidden in it.
  for (const action of written) expect(action).toMatch(/^lib\/actions\/[a-z-]+\.ts \w+Action$/)
  expect(new Set(written.map((action) => action.split(" ")[0])).size).toBe(written.length)
  expect(actions.length).toBeGreaterThan(20)
})

for (const front of ["with proxy.ts in front", "without proxy.ts"]) {
  test(`every action answers each principal as the table says, ${front}`, async () => {
    const [{ principals, rows }, actions] = await Promise.all([accessTable(), builtActions()])
    const before = await everythingOfTheInstitution()
    const wrong: string[] = []
    for (const action of actions) {
      const row = rows.get(`action ${action.name}`)!
      const got = await Promise.all(principals.map((who) => callAs(front, who, action, row[who]!)))
      got.forEach((answer, at) => {
        const [who, expected] = [principals[at]!, row[principals[at]!]!]
        const found = ofAction(answer, action, expected)
        if (found !== expected) wrong.push(`action ${action.name}, ${who}: ${found} instead of ${expected}`)
        wrong.push(...toldTooMuch(`action ${action.name}, ${who}`, expected, answer))
      })
    }
    expect(wrong).toEqual([])
    expect(await everythingOfTheInstitution()).toEqual(before)
  })

  test(`every page and route answers each principal as the table says, ${front}`, async () => {
    const { principals, rows } = await accessTable()
    const wrong: string[] = []
    for (const [what, row] of rows) {
      if (!/^(page|route) /.test(what)) continue
      await Promise.all(principals.map(async (who) => {
        if (who === "foreign" && front.startsWith("without") && !what.startsWith("route /api/")) return
        for (const [kind, answer] of await visits(front, who, what)) {
          const found = ofAddress(what, answer, row[who]!)
          if (found !== row[who]) wrong.push(`${what} (${kind}), ${who}: ${found} instead of ${row[who]} (HTTP ${answer.status} ${answer.location})`)
          wrong.push(...toldTooMuch(`${what} (${kind}), ${who}`, row[who]!, answer))
        }
      }))
    }
    expect(wrong).toEqual([])
  })
}

test("a route does nothing by a method that it doesn't have", async () => {
  const { rows } = await accessTable()
  const asker = askerOf("with proxy.ts in front", "admin")
  for (const what of rows.keys()) {
    if (!what.startsWith("route ") || what.includes("nextauth")) continue
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect((await ask(asker, addressed(what.split(" ")[1]!), method)).status, `${method} ${what}`).toBe(405)
    }
  }
})

const addressOfFront = (front: string) => (front.startsWith("without") ? bare.url : lantern.url)

function askerOf(front: string, who: string): Asker {
  const cookie = cookies[who]
  return { url: addressOfFront(front), ...(cookie && { cookie }), ...(who === "foreign" && { origin: "https://evil.example" }) }
}

/** Those who may get wrong input, so that nothing is done; all others a whole call. */
function callAs(front: string, who: string, action: BuiltAction, expected: string): Promise<Answer> {
  const args = expected === "yes" ? NO_INPUT : ACTION_SAMPLES[action.name]!(scene)
  const takesNone = TAKE_NOTHING.includes(action.name)
  return callAction(askerOf(front, who), addressed(action.page), action.id, takesNone ? [] : args)
}

/** They have no input to be wrong: what they do is their asker's own, and harmless. */
const TAKE_NOTHING = ["ask-passkey", "ask-sign-in-passkey", "begin-campus-tie", "begin-passkey", "begin-totp", "forget-draft", "make-recovery-codes", "see-notices", "untie-campus-login"]

const addressed = (address: string) => address.replace("[id]", address.includes("/rosters/") ? scene.rosterId : scene.outageId)

/** What a browser asks for: the page, and what Next's own client asks for instead of it. */
async function visits(front: string, who: string, what: string): Promise<[string, Answer][]> {
  const asker = askerOf(front, who)
  const [kind, address] = what.split(" ") as [string, string]
  const path = addressed(address).replace("[...nextauth]", "session") + (address.endsWith("/notice") ? "?kind=start" : "")
  const get: [string, Answer] = [kind, await ask(asker, path)]
  // A page that a link leads to from another site is anyone's to open: the browser says no Origin then.
  if (kind === "route" || who === "foreign") return [get]
  return [get, ["RSC", await askAsNextDoes(asker, path)]]
}

/** Next wants the headers of such a request again in its address, and says what that is. */
async function askAsNextDoes(asker: Asker, path: string): Promise<Answer> {
  const first = await ask(asker, path, "GET", undefined, { rsc: "1" })
  return /[?&]_rsc/.test(first.location) ? ask(asker, first.location, "GET", undefined, { rsc: "1" }) : first
}

function ofAction(answer: Answer, action: BuiltAction, expected: string): string {
  const { status } = answer
  const result = resultOf(answer)
  const code = result?.serverError?.code
  const message = result?.serverError?.message ?? (result as { error?: string } | undefined)?.error ?? ""
  // Without proxy.ts it is Next itself that doesn't run an action from another site.
  if (status === 403 || /another site/.test(message) || (status === 400 && expected === "site")) return "site"
  if (result === undefined) return `HTTP ${status}`
  if (/signed out/.test(message)) return "out"
  if (code === "not_allowed") return "role"
  if (code === "step_up_required") return "again"
  if (code === "unexpected") return "an unexpected error"
  if (expected === "open" || expected === "own") return expected
  if (code === "not_found") return "gone"
  return result.validationErrors !== undefined || TAKE_NOTHING.includes(action.name) ? "yes" : JSON.stringify(result)
}

function ofAddress(what: string, { status, location, body }: Answer, expected: string): string {
  if (status === 403 && /another site/.test(body)) return "site"
  if (status === 401 || location.endsWith("/sign-in")) return "out"
  if (status === 404 || body.includes("NEXT_HTTP_ERROR_FALLBACK;404")) return "gone"
  if (location.endsWith(`/outages/${scene.outageId}`)) return "into"
  if (status !== 200 || location !== "") return "sent elsewhere"
  if (expected === "own" || expected === "open") return expected
  return what.endsWith("/outages/[id]") && !body.includes(MARK) ? "nothing of the outage" : "yes"
}

/** Whoever may not see the outage must not be sent its marked words, however the refusal looks. */
function toldTooMuch(where: string, expected: string, { body, headers }: Answer): string[] {
  const all = body + JSON.stringify([...headers])
  if (expected === "yes" || expected === "into" || !(all.includes(MARK) || all.includes("Alder Creek"))) return []
  return [`${where}: was sent what it may not see`]
}

async function everythingOfTheInstitution() {
  const { db } = behind
  const where = { institutionId: scene.institutionId }
  const [institution, outages, holds, codes, rosters, drafts, changes] = await Promise.all([
    // The daily look at each institution writes what it found whenever it comes.
    db.institution.findUnique({ where: { id: scene.institutionId }, omit: { checks: true, checkedAt: true } }), db.outage.findMany({ where }), db.hold.findMany({ where }),
    db.pickupCode.count({ where: { hold: where } }), db.roster.findMany({ where }), db.draft.findMany({ where }), lantern.practice.history(),
  ])
  return { institution, outages, holds: holds.map(({ fence, ...hold }) => ({ ...hold, fence: String(fence) })), codes, rosters, drafts, changes: changes.filter((entry) => entry.what !== "request") }
}
