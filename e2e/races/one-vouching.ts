import { codeHash } from "@/lib/services/issue-codes"
import { nameVoucher } from "@/lib/services/name-voucher"
import type { Finding } from "./clicks"
import { countOf, inWords, judged, passwordWrites, untilOutage, type Company } from "./company"
import { address, endCalmly } from "./one-code"

/**
 * One vouching code used by very many at once for one colleague: each code made kills the one before, and of all that were
 * answered, used at once in their turn, one is shown a password.
 */
export async function oneVouchingCode(company: Company, count: number): Promise<Finding> {
  const { scene } = company
  const place = await company.place("VOUCH", "direct")
  const [voucher, colleague] = [place.staff[0]!, place.staff[1]!]
  await nameVoucher(scene.ctx, { institution: place.code, voucherId: voucher, forId: colleague })
  const outageId = await company.ask("declare", { institution: place.code, text: place.staff.join("\n"), hours: 4 })
  await company.ask("switch", { outageId })
  await untilOutage(scene, outageId, "active")
  const slip = (await company.ask("codes", { outageId, kind: "slip" })).find(({ primaryId }) => primaryId === voucher)!
  const { vouching } = await company.ask("pickUp", { primaryId: voucher, code: slip.code, address: "10.9.9.9" })

  const vouched = await company.askAll("vouch", count, (at) => ({ primaryId: voucher, code: vouching!.code, forId: colleague, address: address(at) }))
  const good = await scene.ctx.db.pickupCode.count({ where: { hold: { outageId, primaryId: colleague }, state: "live" } })
  const codes = vouched.given.map(({ code }) => code)
  const pickedUp = await company.askAll("pickUp", codes.length, (at) => ({ primaryId: colleague, code: codes[at]!, address: address(at) }))
  // An in-person code bears five tries at a time, so that the good one may have been held off among so many.
  const live = await scene.ctx.db.pickupCode.findFirst({ where: { hold: { outageId, primaryId: colleague }, state: "live" } })
  const left = codes.find((code) => codeHash(scene.ctx.keyring, code) === live?.hash)
  const later = await company.askAll("pickUp", left === undefined ? 0 : count, (at) => ({ primaryId: colleague, code: left!, address: address(count + at) }))
  const shown = pickedUp.given.length + later.given.length
  const written = passwordWrites(place, colleague)
  const wrong: string[] = []
  if (good !== 1) wrong.push(`${good} codes are good after ${count} uses of one vouching code`)
  if (shown !== 1) wrong.push(`${shown} uses of ${codes.length} codes made by one vouching code were shown a password`)
  if (written !== 1) wrong.push(`${place.code}: Alma was sent ${written} passwords`)
  const broken = [vouched, pickedUp, later].reduce((sum, answers) => sum + countOf(answers.broken), 0)
  if (broken > 0) wrong.push(`vouching code: ${broken} uses met an error page`)
  await endCalmly(company, outageId)
  return {
    lines: [
      `${count} uses at once of one vouching code`, ...inWords(vouched), `  ${good} of the codes made by it stayed good`,
      `  all ${codes.length} used at once:`, ...inWords(pickedUp), `  the good one ${left === undefined ? 0 : count} times at once:`, ...inWords(later), `  ${written} password was written at Alma`,
    ],
    wrong: [...wrong, ...judged(place).wrong],
  }
}
