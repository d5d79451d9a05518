import { countOf, inWords, judged, outagesOf, untilOutage, type Company, type Place } from "./company"

export interface Finding {
  lines: string[]
  wrong: string[]
}

/**
 * The same click many times at once, at two institutions at the same time: one outage each, and one change an account.
 */
export async function equalClicks(company: Company, count: number): Promise<Finding> {
  const places = [await company.place("ONE", "direct"), await company.place("TWO", "job")]
  const findings = await Promise.all(places.map((place) => clicksOf(company, place, count)))
  return { lines: findings.flatMap((finding) => finding.lines), wrong: findings.flatMap((finding) => finding.wrong) }
}

async function clicksOf(company: Company, place: Place, count: number): Promise<Finding> {
  const { scene } = company
  const wrong: string[] = []
  const text = place.staff.join("\n")
  const declared = await company.askAll("declare", count, () => ({ institution: place.code, text, hours: 4 }))
  const outages = await outagesOf(scene, place)
  const asked = place.alma.requests().length
  if (outages.length !== 1) wrong.push(`${place.code}: ${outages.length} outages came of ${count} equal clicks`)
  const strange = declared.given.filter((id) => id !== outages[0])
  if (strange.length > 0) wrong.push(`${place.code}: ${strange.length} clicks were answered with another outage`)
  if (countOf(declared.broken) > 0) wrong.push(`${place.code}: ${countOf(declared.broken)} clicks to declare met an error page`)

  const outageId = outages[0]!
  const switched = await company.askAll("switch", Math.ceil(count / 10), () => ({ outageId }))
  await untilOutage(scene, outageId, "active")
  const ended = await company.askAll("end", count, () => ({ outageId }))
  for (const [verb, { broken }] of Object.entries({ switch: switched, end: ended })) {
    if (countOf(broken) > 0) wrong.push(`${place.code}: ${countOf(broken)} clicks to ${verb} met an error page`)
  }
  await untilOutage(scene, outageId, "closed")
  const judgement = judged(place)
  return {
    lines: [
      `${place.code} (${place.route}): ${count} equal clicks to declare`, ...inWords(declared),
      `  ${outages.length} outage came of it; Alma was asked ${asked} times for it`,
      `${place.code}: ${Math.ceil(count / 10)} equal clicks to switch`, ...inWords(switched),
      `${place.code}: ${count} equal clicks to end`, ...inWords(ended),
      `  ${judgement.moved.length} accounts went to Internal and back, each once`,
    ],
    wrong: [...wrong, ...judgement.wrong],
  }
}
