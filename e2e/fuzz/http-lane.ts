import fc from "fast-check"
import { npmStart } from "../fixtures/npm-start"
import { ACTION_SAMPLES } from "../security/action-samples"
import { addForeignInstitution, openBehind, signInAs } from "../security/behind"
import { builtActions, builtAddresses } from "../security/surface"
import { requireSamples } from "./action-lane"
import { asText, nasty, resolved, spoil, type Spoiling, spoiling, text } from "./inputs"
import { judgeAnswer, MARKS } from "./judge"
import type { Lane } from "./lane"

const TYPES = ["text/plain;charset=UTF-8", "multipart/form-data; boundary=x", "multipart/form-data", "application/json", "application/x-www-form-urlencoded"]

type HttpInput = { who: number } & (
  | { action: string; how: Spoiling }
  | { action: string; body: string; type: string }
  | { address: string; id: unknown; query: unknown; method: string; rsc: boolean; header: string }
)

interface Request {
  path: string
  method: string
  headers: Record<string, string>
  body?: string
}

/** A whole Lantern, asked over HTTP: the pages have to be built, which this does when they aren't. */
export async function openHttpLane(): Promise<{ lane: Lane<HttpInput>; next(): Promise<void>; close(): Promise<void> }> {
  const lantern = await npmStart()
  const behind = await openBehind(lantern.command.dataFolder)
  const far = await addForeignInstitution(behind, "FAR")
  await behind.db.institution.update({ where: { id: far }, data: { name: MARKS.far, apiUrl: "http://127.0.0.1:1", loginUrl: "http://127.0.0.1:1/" } })
  const { id: near } = await behind.db.institution.update({ where: { code: "PRA" }, data: { rate: 500 } })
  const now = new Date()
  const outage = { reason: MARKS.far, since: now, expectedHours: 2, declaredAt: now, declaredBy: MARKS.far, institutionId: far }
  const { id: outageId } = await behind.db.outage.create({ data: outage })
  const roster = await behind.db.roster.create({ data: { institutionId: far, name: MARKS.far, staff: [{ primaryId: "bare", name: MARKS.far }], updatedAt: now, updatedBy: MARKS.far } })
  const count = await behind.db.namedUserCount.create({ data: { institutionId: far, state: "stopped", source: { kind: "everyone" }, startedAt: now, startedBy: MARKS.far } })
  const [built, addresses] = await Promise.all([builtActions(), builtAddresses()])
  requireSamples(built.map(({ name }) => name))
  const actions = new Map(built.map((action) => [action.name, action]))
  const scene = { institutionId: far, outageId, holdId: outageId, personId: far, rosterId: roster.id, countId: count.id }
  const words = [...Object.values(scene), near, "bare", "PRA", "FAR"]
  const principals: (string | undefined)[] = []
  const answers = new Map<string, number>()

  const lane: Lane<HttpInput> = {
    name: "over HTTP",
    atOnce: 6,
    answers,
    inputs: fc.tuple(fc.nat({ max: 4 }), fc.oneof(
      fc.record({ action: fc.constantFrom(...actions.keys()), how: fc.oneof(spoiling("little"), spoiling("much")) }),
      fc.record({ action: fc.constantFrom(...actions.keys()), body: text, type: fc.constantFrom(...TYPES) }),
      fc.record({ address: fc.constantFrom(...addresses), id: nasty, query: nasty, method: fc.constantFrom("GET", "GET", "GET", "POST", "PUT", "DELETE"), rsc: fc.boolean(), header: text }),
    )).map(([who, input]) => ({ who, ...input })),
    to: (input) => ("action" in input ? `action ${input.action}` : input.address),
    breathe: async () => void (await behind.db.rateLimiterFlexible.deleteMany()),
    async ask(input) {
      const cookie = principals[input.who % principals.length]
      const { path, method, headers, body } = "action" in input ? ofAction(input) : ofAddress(input)
      const sent = { origin: lantern.url, ...headers, ...(cookie && { cookie }) }
      const answer = await fetch(`${lantern.url}${path}`, { method, headers: sent, redirect: "manual", ...(body !== undefined && { body }) }).catch(() => null)
      if (answer === null) return "no answer"
      const text = JSON.stringify({ body: await answer.text(), headers: [...answer.headers] })
      answers.set(String(answer.status), (answers.get(String(answer.status)) ?? 0) + 1)
      // 503 says in words that something else is away.
      if (answer.status >= 500 && answer.status !== 503) return `HTTP ${answer.status}`
      return judgeAnswer(text, cookie && cookie.length > 50 ? "near" : null)
    },
  }

  function ofAction(input: Extract<HttpInput, { action: string }>): Request {
    const { id, page } = actions.get(input.action)!
    const to = { path: page.replace("[id]", outageId), method: "POST" }
    if ("body" in input) return { ...to, headers: { "next-action": id, "content-type": input.type }, body: input.body.toWellFormed() }
    const sample = ACTION_SAMPLES[input.action]!(scene)
    const args = sample instanceof FormData ? [null, spoil(Object.fromEntries(sample), input.how, words)] : spoil(sample, input.how, words)
    return { ...to, headers: { "next-action": id, "content-type": TYPES[0]! }, body: JSON.stringify(args) }
  }

  function ofAddress({ address, id, query, method, rsc, header }: Extract<HttpInput, { address: string }>): Request {
    const part = (value: unknown) => encodeURIComponent(asText(resolved(value, words)).toWellFormed()).slice(0, 2_000)
    const path = `${address.split(" ")[1]!.replace(/\[[^\]]+\]/, part(id))}?${part(query)}`
    const odd = header.replace(/[^\x20-\x7e]/g, "").slice(0, 200)
    const headers = { "user-agent": odd || "x", "next-router-state-tree": odd, ...(rsc && { rsc: "1" }) }
    return method === "GET" ? { path, method, headers } : { path, method, headers, body: "a=1" }
  }

  return {
    lane,
    // Earlier inputs may have signed them out.
    async next() {
      const people = await Promise.all((["observer", "liaison", "admin"] as const).map((role) => signInAs(behind, role, near)))
      principals.splice(0, principals.length, undefined, ...people.map(({ cookie }) => cookie), "lantern.session=x")
    },
    async close() {
      await behind.close()
      await lantern.remove()
    },
  }
}
