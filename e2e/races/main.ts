// npm run races: many people do the same thing at the same moment, over four processes of one Lantern.
import { mkdir } from "node:fs/promises"
import path from "node:path"
import { verifyAuditChains } from "@/lib/services/verify-audit-chains"
import { openProofRun, proofArguments, stopAsked, targetLine } from "../proof/proof-run"
import { equalClicks, type Finding } from "./clicks"
import { openCompany, type Company } from "./company"
import { oneCode } from "./one-code"
import { oneEnrolmentLink, oneSecondFactor, oneSignInLink } from "./one-sign-in"
import { oneVouchingCode } from "./one-vouching"
import { pickUpAndEnd } from "./pick-up-and-end"

const HELP = `npm run races -- [options]

Asks four processes of one Lantern, on one real Postgres, the same thing very many times at once, and judges by the
practice Alma's history.

  --clicks N   equal clicks to declare and to end (1000)
  --uses N     uses at once of one code, card, link or second factor (10000)
  --rounds N   outages that end while everyone picks up (60)
  --short      the form that the tests run: 200 clicks, 500 uses, 8 rounds
  --fresh      begin anew; --report: only print and write what was found until now`

const options = proofArguments(HELP, {
  clicks: { type: "string" },
  uses: { type: "string" },
  rounds: { type: "string" },
  short: { type: "boolean", default: false },
})
const clicks = Number(options.clicks ?? (options.short ? 200 : 1_000))
const uses = Number(options.uses ?? (options.short ? 500 : 10_000))
const rounds = Number(options.rounds ?? (options.short ? 8 : 60))

const races: Record<string, (company: Company) => Promise<Finding>> = {
  [`${clicks} equal clicks to declare and ${clicks} to end, at two institutions at once`]: (company) => equalClicks(company, clicks),
  [`${uses} uses at once of one code on a slip`]: (company) => oneCode(company, "slip", uses),
  [`${uses} uses at once of one in-person code`]: (company) => oneCode(company, "live", uses),
  // In short the database tests do the same with fewer.
  ...(!options.short && {
    [`${uses} uses at once of one recovery card`]: (company: Company) => oneCode(company, "card", uses),
    [`${uses} uses at once of one vouching code`]: (company: Company) => oneVouchingCode(company, uses),
  }),
  [`${uses} uses at once of one enrolment link`]: (company) => oneEnrolmentLink(company, uses),
  [`${uses} uses at once of one sign-in link`]: (company) => oneSignInLink(company, uses),
  [`${uses} uses at once of one code of an authenticator app`]: (company) => oneSecondFactor(company, "code", uses),
  [`${uses} uses at once of one recovery code`]: (company) => oneSecondFactor(company, "recovery code", uses),
  [`${rounds} ends among pick-ups`]: (company) => pickUpAndEnd(company, rounds, 4),
}

const run = await openProofRun("races", (): Record<string, Finding> => ({}), options)
const isStopping = stopAsked()
let company: Company | undefined
for (const [name, race] of Object.entries(races)) {
  if (run.state[name] || options.report || isStopping()) continue
  const began = performance.now()
  company ??= await open()
  run.state[name] = await watched(company, race)
  await run.save()
  console.error(`${name}: ${run.state[name].wrong.length} wrong (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}
await company?.close()
await run.finish([
  "Four processes, each with a pool of 10 connections for people and one of 16 for its worker, on one Postgres.",
  ...Object.values(run.state).flatMap(({ lines }) => ["", ...lines]),
  "",
  ...Object.keys(races).map((name) => {
    const found = run.state[name]
    const ok = found !== undefined && found.wrong.length === 0
    return targetLine(name, "nothing wrong", found ? `${found.wrong.length} wrong` : "not run yet", ok, found ? "see below" : "start it again, it goes on")
  }),
  ...Object.values(run.state).flatMap(({ wrong }) => wrong.map((one) => `\nWRONG: ${one}`)),
])
await run.close()
process.exit(Object.values(run.state).some(({ wrong }) => wrong.length > 0) ? 1 : 0)

async function open(): Promise<Company> {
  const folder = path.join(run.folder, "now")
  await mkdir(folder, { recursive: true })
  return openCompany(folder)
}

/** A race that can't be run to its end is a finding, too. */
async function watched(people: Company, race: (company: Company) => Promise<Finding>): Promise<Finding> {
  try {
    const finding = await race(people)
    const chains = await verifyAuditChains(people.scene.ctx)
    for (const { name, broken } of chains) if (broken) finding.wrong.push(`The audit chain of ${name} is broken at entry ${broken.seq}`)
    return finding
  } catch (error) {
    return { lines: [], wrong: [String(error)] }
  }
}
