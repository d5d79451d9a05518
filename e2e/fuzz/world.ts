import { randomBytes } from "node:crypto"
import { newTotpSecret, sealTotpSecret } from "@/lib/auth/totp"
import { seal } from "@/lib/db/seal"
import type { PracticeAlma } from "@/lib/practice/practice-alma"
import { apiKeyPlace, type ServiceContext } from "@/lib/services/context"
import { createSignInLink } from "@/lib/services/create-sign-in-link"
import { issueCodes } from "@/lib/services/issue-codes"
import { makeEnrolmentLinks } from "@/lib/services/make-enrolment-links"
import { nameVoucher } from "@/lib/services/name-voucher"
import { openEnrolment } from "@/lib/services/open-enrolment"
import { printCard } from "@/lib/services/print-card"
import type { Scene } from "../security/action-samples"
import { addForeignInstitution, signInAs, type Behind } from "../security/behind"
import { MARKS } from "./judge"
import type { Almas, Principal, Side } from "./place"

export interface World {
  principals: Principal[]
  /** Ids of rows of every kind and of both sides, to be asked for by anybody. */
  ids: string[]
  /** The same, and codes, tickets and words that mean something. */
  words: string[]
  codes: Record<Side, string>
  scenes: Scene[]
}

interface Made {
  world: World
  secrets: string[]
}

/** Two institutions with all that a row can be of, and a third without a mark, whose codes and tickets anybody may use. */
export async function makeWorld(behind: Behind, ctx: ServiceContext, almas: Almas, round: number): Promise<Made> {
  const world: World = { principals: [{ who: "nobody", cookie: null, side: null }], ids: [], words: [], codes: { near: `N${round}`, far: `F${round}` }, scenes: [] }
  const secrets: string[] = []
  for (const side of ["near", "far"] as const) {
    const institutionId = await addInstitution(behind, world.codes[side], almas[side], MARKS[side], `https://${side}.example.edu/`)
    const rows = await fill(behind, institutionId, MARKS[side], `${MARKS[side]}-account`)
    for (const role of ["observer", "liaison", "admin"] as const) {
      const { personId, cookie, sessionToken } = await signInAs(behind, role, institutionId)
      const seed = newTotpSecret()
      const passwordHash = `$argon2id$v=19$m=19456,t=2,p=1$${randomBytes(16).toString("base64url")}`
      const totpSealed = sealTotpSecret(behind.keyring, personId, seed)
      await behind.db.person.update({ where: { id: personId }, data: { name: `${MARKS[side]} ${role}`, totpSealed, totpConfirmedAt: new Date(), passwordHash } })
      secrets.push(seed, passwordHash, sessionToken, totpSealed)
      const session = await behind.db.session.findFirstOrThrow({ where: { personId } })
      const passkey = await behind.db.passkey.create({ data: { personId, credentialId: randomBytes(16).toString("base64url"), publicKey: Buffer.alloc(8), transports: [], name: MARKS[side], createdAt: new Date() } })
      world.principals.push({ who: `${side} ${role}`, cookie, side, own: { personId, institutionId, role } })
      world.ids.push(personId, session.id, passkey.id)
      world.scenes.push({ ...rows, personId, institutionId })
    }
    world.ids.push(institutionId, ...Object.values(rows))
  }
  world.words = [...world.ids, ...Object.values(world.codes), "bare", "mixedseg", "aabernethy", "Circulation desk", "manual", "direct", "slip", "live", "admin", ...(await openWords(behind, ctx, almas.open, round))]
  return { world, secrets }
}

async function addInstitution(behind: Behind, code: string, alma: PracticeAlma, name: string, loginUrl: string): Promise<string> {
  const id = await addForeignInstitution(behind, code)
  // Fast enough that what is looked at is Lantern, not the wait for its budget.
  const data = { name: `${name} College`, helpContact: name, apiUrl: alma.url, apiKeySealed: seal(behind.keyring, apiKeyPlace(id), alma.apiKey), rate: 2_000, loginUrl, route: "direct" as const }
  await behind.db.institution.update({ where: { id }, data })
  return id
}

async function fill({ db }: Behind, institutionId: string, mark: string, primaryId: string): Promise<Omit<Scene, "personId" | "institutionId">> {
  const now = new Date()
  const account = (id: string, state: "waiting" | "internal") => ({
    institutionId, primaryId: id, primaryIdKey: id.toLowerCase(), name: mark, department: mark, verdict: "switch" as const, state, stateSince: now, reason: mark,
    desired: state === "internal" ? ("internal" as const) : ("none" as const),
  })
  const outage = { institutionId, reason: mark, since: now, expectedHours: 2, declaredAt: now, declaredBy: mark, holds: { create: [account(primaryId, "internal"), account("mixedseg", "waiting")] } }
  const { id: outageId, holds } = await db.outage.create({ data: outage, include: { holds: true } })
  const roster = await db.roster.create({ data: { institutionId, name: mark, staff: [{ primaryId: mark, name: mark }], updatedAt: now, updatedBy: mark } })
  const people = [{ primaryId: mark, name: mark, roles: [], libraries: [], accountType: "External", expired: false }]
  const count = await db.namedUserCount.create({ data: { institutionId, state: "stopped", source: { kind: "everyone" }, startedAt: now, startedBy: mark, people } })
  await db.alert.create({ data: { institutionId, outageId, kind: "code_used_twice", message: mark, at: now } })
  await db.backupAdmin.create({ data: { institutionId, primaryId: `${primaryId}-backup`, primaryIdKey: `${primaryId}-backup`.toLowerCase(), owner: mark, purpose: mark, createdAt: now, createdBy: mark } })
  await db.staffEnrolment.create({ data: { institutionId, primaryId, primaryIdKey: primaryId.toLowerCase(), name: mark, createdAt: now, createdBy: mark } })
  await db.voucherPair.create({ data: { institutionId, voucherId: mark, voucherKey: mark.toLowerCase(), forId: primaryId, forKey: primaryId.toLowerCase(), createdAt: now, createdBy: mark } })
  return { outageId, holdId: holds[0]!.id, rosterId: roster.id, countId: count.id }
}

/** What somebody with a link, a ticket or a code of their own could send: good once, some of them for longer. */
async function openWords(behind: Behind, ctx: ServiceContext, alma: PracticeAlma, round: number): Promise<string[]> {
  const code = `O${round}`
  const institutionId = await addInstitution(behind, code, alma, "Open", "https://open.example.edu/")
  const { outageId } = await fill(behind, institutionId, "Open", "noteworthy")
  const tokenOf = ({ url }: { url: string }) => url.split("#link=")[1]!
  await nameVoucher(ctx, { institution: code, voucherId: "noteworthy", forId: "mixedseg" })
  const links = await makeEnrolmentLinks(ctx, { institution: code, staff: "bare\nmixedseg\nnoteworthy" })
  const tickets = await Promise.all(links.slice(1).map(async (link) => (await openEnrolment(ctx, { token: tokenOf(link) })).ticket))
  const card = await printCard(ctx, { ticket: tickets[1]! })
  const [slip] = await issueCodes(ctx, { outageId, kind: "slip", staff: "noteworthy" })
  const person = await behind.db.person.create({ data: { name: "Open", email: `open-${round}@people.example`, memberships: { create: { institutionId, role: "observer" } } } })
  const link = await createSignInLink(ctx, { email: person.email })
  return [tokenOf(links[0]!), ...tickets, card.code, ...(slip ? [slip.code] : []), person.email, tokenOf(link), "noteworthy"]
}

/** All that one institution has, as text: nobody of the other one may have changed it. */
export async function rowsOf({ pool }: Behind, code: string): Promise<string> {
  const tables = ["Outage", "Hold", "Roster", "Membership", "StaffEnrolment", "VoucherPair", "Alert", "BackupAdmin", "NamedUserCount", "RouteProof", "Draft", "JobRun"]
  const each = tables.map((table) => `(select coalesce(string_agg(t::text, '|' order by t.id), '') from "${table}" t where t."institutionId" = i.id)`)
  const people = `(select coalesce(string_agg(p::text, '|' order by p.id), '') from "Person" p join "Membership" m on m."personId" = p.id where m."institutionId" = i.id)`
  const { rows } = await pool.query<{ all: string }>(`select concat_ws(E'\\n', i::text, ${[...each, people].join(", ")}) as all from "Institution" i where i.code = $1`, [code])
  return rows[0]?.all ?? ""
}
