import fc from "fast-check"
import { npmStart } from "../fixtures/npm-start"
import { ACTION_SAMPLES } from "../security/action-samples"
import { addForeignInstitution, openBehind, signInAs } from "../security/behind"
import { builtActions, builtAddresses } from "../security/surface"
import { asText, nasty, spoil, spoiling, text } from "./inputs"
import type { Lane } from "./lanes"
import { judgeAnswer } from "./lanes"
import { MARKS } from "./place"

const NOBODYS = "00000000-0000-4000-8000-000000000000"

/** A whole Lantern, asked over HTTP: the pages have to be built, which this does when they aren't. */
export async function openHttpLane(): Promise<{ lane: Lane; close(): Promise<void> }> {
  const lantern = await npmStart()
  const behind = await openBehind(lantern.command.dataFolder)
  const far = await addForeignInstitution(behind, "FAR")
  await behind.db.institution.update({ where: { id: far }, data: { name: MARKS.far } })
  const { id: near } = await behind.db.institution.findUniqueOrThrow({ where: { code: "PRA" } })
  const now = new Date()
  const outage = { reason: MARKS.far, since: now, expectedHours: 2, declaredAt: now, declaredBy: MARKS.far, institutionId: far }
  const { id: outageId } = await behind.db.outage.create({ data: outage })
  const observer = await signInAs(behind, "observer", near)
  const liaison = await signInAs(behind, "liaison", near)
  const [actions, addresses] = await Promise.all([builtActions(), builtAddresses()])
  const scene = { institutionId: far, outageId, holdId: NOBODYS, personId: NOBODYS, rosterId: NOBODYS, countId: NOBODYS }

  const part = nasty.map((each) => encodeURIComponent(asText(each).toWellFormed()).slice(0, 2_000))
  const anyAction = fc.tuple(fc.constantFrom(...actions), spoiling).map(([action, how]) => {
    const sample = ACTION_SAMPLES[action.name]?.(scene) ?? []
    const args = sample instanceof FormData ? [null, "x"] : spoil(sample, how)
    return { path: action.page.replace("[id]", outageId), method: "POST", headers: { "next-action": action.id, "content-type": "text/plain;charset=UTF-8" }, body: JSON.stringify(args) }
  })
  const anyBody = fc.tuple(fc.constantFrom(...actions), text, fc.constantFrom("text/plain;charset=UTF-8", "multipart/form-data; boundary=x", "multipart/form-data", "application/json"))
    .map(([action, body, type]) => ({ path: action.page.replace("[id]", outageId), method: "POST", headers: { "next-action": action.id, "content-type": type }, body: body.toWellFormed() }))
  const anyAddress = fc.tuple(fc.constantFrom(...addresses), part, part, fc.constantFrom("GET", "POST", "PUT", "DELETE"), fc.boolean()).map(([address, id, query, method, rsc]) => ({
    path: `${address.split(" ")[1]!.replace(/\[[^\]]+\]/, id)}?${query}`, method, headers: rsc ? { rsc: "1" } : {}, body: method === "GET" ? undefined : "a=1",
  }))
  const request = fc.tuple(fc.constantFrom(undefined, observer.cookie, liaison.cookie, "lantern.session=x"), fc.oneof(anyAction, anyBody, anyAddress))

  const lane: Lane = {
    name: "over HTTP",
    async run(seed, count, failures) {
      for (const [at, [cookie, { path, method, headers, body }]] of fc.sample(request, { numRuns: count, seed }).entries()) {
        const where = `${method} ${path.slice(0, 80)}, seed ${seed}, input ${at}`
        const sent = { origin: lantern.url, ...headers, ...(cookie && { cookie }) }
        const answer = await fetch(`${lantern.url}${path}`, { method, headers: sent as Record<string, string>, redirect: "manual", ...(body !== undefined && { body }) }).catch(() => null)
        if (answer === null) {
          failures.push(`${where}: no answer`)
          continue
        }
        const found = judgeAnswer(JSON.stringify(await answer.text()), { side: cookie && cookie.length > 50 ? "near" : null })
        if (answer.status >= 500) failures.push(`${where}: HTTP ${answer.status}`)
        if (found) failures.push(`${where}: ${found}`)
      }
      await behind.db.rateLimiterFlexible.deleteMany()
    },
  }
  return {
    lane,
    async close() {
      await behind.close()
      await lantern.remove()
    },
  }
}
