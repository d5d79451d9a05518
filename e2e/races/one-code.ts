import { setTimeout as delay } from "node:timers/promises"
import type { Finding } from "./clicks"
import { countOf, inWords, judged, passwordWrites, untilOutage, type Company } from "./company"

const WORDS = { slip: "code on a slip", live: "in-person code", card: "recovery card" }

/** From as many addresses, so that it isn't the throttle alone that holds them off. */
export const address = (at: number) => `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`

/** One code used by very many at once, over all processes: one is shown a password, and Alma is sent one. */
export async function oneCode(company: Company, kind: "slip" | "live" | "card", count: number): Promise<Finding> {
  const place = await company.place(kind.toUpperCase(), "direct")
  const { staff, alma } = place
  const primaryId = staff[0]!
  const outageId = await company.ask("declare", { institution: place.code, text: staff.join("\n"), hours: 4 })
  await company.ask("switch", { outageId })
  await untilOutage(company.scene, outageId, "active")
  const [hold] = await company.scene.look<{ id: string }>(`select "id" from "Hold" where "outageId" = $1 and "primaryId" = $2`, [outageId, primaryId])
  const code = kind === "card"
    ? (await company.ask("card", { institution: place.code, primaryId })).code
    : (await company.ask("codes", { outageId, kind, holdIds: [hold!.id] }))[0]!.code
  const answers = await company.askAll("pickUp", count, (at) => ({ primaryId, code, address: address(at) }))

  const wrong: string[] = []
  const shown = answers.given.length
  const written = passwordWrites(place, primaryId)
  if (shown !== 1) wrong.push(`${place.code}: ${shown} of ${count} uses of one code were shown a password`)
  if (written !== 1) wrong.push(`${place.code}: Alma was sent ${written} passwords`)
  if (countOf(answers.broken) > 0) wrong.push(`${place.code}: ${countOf(answers.broken)} uses met an error page`)
  const [credentials] = answers.given
  if (credentials && !alma.passwordWorks(primaryId, credentials.password)) wrong.push(`${place.code}: the password that was shown doesn't work`)
  await endCalmly(company, outageId)
  const judgement = judged(place)
  return {
    lines: [`${count} uses at once of one ${WORDS[kind]}`, ...inWords(answers), `  ${written} password was written at Alma`],
    wrong: [...wrong, ...judgement.wrong],
  }
}

export async function endCalmly(company: Company, outageId: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await company.ask("end", { outageId })
      break
    } catch (error) {
      if (tries > 20) throw error
      await delay(500)
    }
  }
  await untilOutage(company.scene, outageId, "closed")
}
