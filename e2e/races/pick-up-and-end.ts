import { setTimeout as delay } from "node:timers/promises"
import type { Finding } from "./clicks"
import { judged, passwordWrites, untilOutage, type Company, type Place } from "./company"
import { Refused } from "../torture/process-pool"

/** Some ends come before, some among, some after the pick-ups, which take a second or so. */
const SPREAD_MS = 700
const END_SPREAD_MS = 2_500

/** Everyone picks up while somebody ends the outage, at any moment of each other, many times over. */
export async function pickUpAndEnd(company: Company, rounds: number, side: number): Promise<Finding> {
  const wrong: string[] = []
  const sums = { shown: 0, refused: 0, written: 0, longestMs: 0 }
  let next = 0
  const work = async () => {
    while (next < rounds) {
      const place = await company.place(`R${(next++).toString(36).padStart(3, "0")}`.toUpperCase(), "direct")
      wrong.push(...(await oneRound(company, place, sums)))
      await place.alma.close()
    }
  }
  await Promise.all(Array.from({ length: side }, work))
  return {
    lines: [
      `${rounds} outages ended while everyone on them picked up`,
      `  ${sums.shown} passwords shown, ${sums.refused} refused with a sentence, ${sums.written} written at Alma; the last outage to close took ${(sums.longestMs / 1000).toFixed(1)} s`,
    ],
    wrong,
  }
}

async function oneRound(company: Company, place: Place, sums: { shown: number; refused: number; written: number; longestMs: number }): Promise<string[]> {
  const wrong: string[] = []
  const outageId = await company.ask("declare", { institution: place.code, text: place.staff.join("\n"), hours: 4 })
  await company.ask("switch", { outageId })
  await untilOutage(company.scene, outageId, "active")
  const codes = await company.ask("codes", { outageId, kind: "slip" })
  const pickUp = async ({ primaryId, code }: (typeof codes)[number], at: number) => {
    await delay(Math.random() * SPREAD_MS)
    try {
      await company.ask("pickUp", { primaryId, code, address: `10.1.${at}.${Math.floor(Math.random() * 250)}` })
      sums.shown += 1
      if (passwordWrites(place, primaryId) === 0) wrong.push(`${place.code} ${primaryId}: a password was shown that Alma never had`)
    } catch (error) {
      if (error instanceof Refused && error.calm) sums.refused += 1
      else wrong.push(`${place.code} ${primaryId}: ${String(error)}`)
    }
  }
  const end = async () => {
    await delay(Math.random() * END_SPREAD_MS)
    await company.ask("end", { outageId })
  }
  const began = Date.now()
  // Each code by two callers.
  await Promise.all([...codes, ...codes].map(pickUp).concat(end()))
  await untilOutage(company.scene, outageId, "closed")
  sums.longestMs = Math.max(sums.longestMs, Date.now() - began)
  for (const id of place.staff) {
    const written = passwordWrites(place, id)
    sums.written += written
    if (written > 1) wrong.push(`${place.code} ${id}: Alma was sent ${written} passwords`)
  }
  return [...wrong, ...judged(place).wrong]
}
