import { afterAll, beforeAll, expect, it } from "vitest"
import { personActor } from "@/lib/auth/identity-fixtures"
import { testLantern, type TestLantern } from "@/lib/runner/test-lantern"
import { saveRoster } from "./save-roster"
import { triageSignOn } from "./triage-sign-on"

const institution = "ABC"
let lantern: TestLantern
beforeAll(async () => {
  lantern = await testLantern()
  await lantern.ctx.db.institution.update({ where: { code: institution }, data: { ssoUrl: `${lantern.alma.url}/SAML` } })
})
afterAll(() => lantern.close())

it("says that SSO is down, that Alma answers, and how a sample of the roster is", async () => {
  const bare = await triageSignOn(lantern.ctx, { institution })
  expect(bare.headline).toBe("SSO answers with an error (HTTP 503).")
  expect(bare.lines.map((line) => line.what)).toEqual(["DNS", expect.stringMatching(/^TCP \d+$/), "Page", "Alma", "Alma's mail login"])
  expect(bare.lines.at(-2)).toMatchObject({ mark: "ok", words: expect.stringMatching(/^\d+ ms$/) })
  expect(bare.lines.at(-1)).toEqual({ what: "Alma's mail login", mark: null, words: "not set up" })

  const staff = ["aabernethy", "noteworthy", "mixedseg", "hlindqvist", "ogrady"].map((primaryId) => ({ primaryId, name: null }))
  await saveRoster(lantern.ctx, { institution, name: "Desk", staff })
  const { lines } = await triageSignOn(lantern.ctx, { institution })
  expect(lines.at(-2)).toEqual({ what: "5 sample accounts", mark: "warn", words: expect.stringMatching(/^3 healthy, /) })
})

it("takes many expired accounts for a user load when SSO answers, of the roster that was chosen", async () => {
  lantern.alma.setSsoUp(true)
  const staff = ["hlindqvist", "pnakamura", "aabernethy"].map((primaryId) => ({ primaryId, name: null }))
  const { id } = await saveRoster(lantern.ctx, { institution, name: "Night", staff })
  const view = await triageSignOn(lantern.ctx, { institution, rosterId: id })
  expect(view.headline).toBe("SSO answers, but 2 of 3 sample accounts have expired or are inactive.")
  expect(view.detail).toContain("a user load, not an outage")
})

it("reads at most ten of a long roster, and changes nothing", async () => {
  const staff = Array.from({ length: 300 }, (_, at) => ({ primaryId: `nobody${at}`, name: null }))
  const { id } = await saveRoster(lantern.ctx, { institution, name: "Everyone", staff })
  const requests = () => lantern.alma.history().filter((entry) => entry.what === "request").length
  const before = requests()
  const { lines } = await triageSignOn(lantern.ctx, { institution, rosterId: id })
  expect(lines.at(-2)?.what).toBe("10 sample accounts")
  expect(requests() - before).toBeLessThanOrEqual(13)
  expect(lantern.alma.history().filter((entry) => entry.what !== "request")).toEqual([])
})

it("never asks an address inside the network that nobody allowed, and is refused for an observer", async () => {
  lantern.ctx.settings.allowHosts.splice(0)
  const { headline, lines } = await triageSignOn(lantern.ctx, { institution })
  expect(headline).toBe("Lantern can't tell from here.")
  expect(lines.filter((line) => /DNS|TCP|Page/.test(line.what)).every((line) => line.mark === null)).toBe(true)
  const observer = { ...lantern.ctx, actor: personActor("00000000-0000-4000-8000-000000000000", "observer", lantern.institution.id) }
  await expect(triageSignOn(observer, { institution })).rejects.toMatchObject({ code: "not_allowed" })
})
