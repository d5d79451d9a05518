import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { createDb } from "@/lib/db/client"
import { openKeyring } from "@/lib/db/keyring"
import { migrate } from "@/lib/db/migrate"
import { openScratchPostgres } from "@/lib/db/scratch-postgres"
import { rereadEnv } from "@/lib/env"
import { startPracticeAlma } from "@/lib/practice/practice-alma"
import { addForeignInstitution, signInAs, type Behind } from "../security/behind"

/** Stand in every row of the one institution and of the other: no answer to either may hold the other's. */
export const MARKS = { near: "Quillfeather-near", far: "Quillfeather-far" } as const
export type Side = keyof typeof MARKS

export interface Principal {
  who: string
  cookie: string | null
  /** Whose rows it may see; null: nobody's. */
  side: Side | null
}

export interface Place {
  behind: Behind
  dataDir: string
  principals: Principal[]
  /** Ids of both, to be asked for by anybody. */
  ids: { institutions: string[]; outages: string[]; holds: string[]; people: string[]; rosters: string[] }
  close(): Promise<void>
}

/** A database with two institutions, the people of both, and settings that let actions, routes and commands run here. */
export async function openPlace(): Promise<Place> {
  const scratch = await openScratchPostgres()
  const url = await scratch.createDatabase("lantern_fuzz")
  await migrate(url)
  const dataDir = await mkdtemp(path.join(tmpdir(), "lantern-fuzz-"))
  const alma = await startPracticeAlma({ jobMs: 50, ratePerSecond: 0 })
  Object.assign(process.env, {
    DATABASE_URL: url, LANTERN_DATA_DIR: dataDir, LANTERN_URL: "http://localhost:3000", LANTERN_ALLOW_API_HOSTS: new URL(alma.url).host,
    FUZZ_KEY: alma.apiKey,
  })
  rereadEnv()
  const { prisma: db, pool, close } = createDb(url, { poolSize: 8 })
  const behind: Behind = { db, pool, keyring: await openKeyring({ dataDir }), close }
  const ids: Place["ids"] = { institutions: [], outages: [], holds: [], people: [], rosters: [] }
  const principals: Principal[] = [{ who: "nobody", cookie: null, side: null }]
  for (const side of ["near", "far"] as const) {
    const institutionId = await addForeignInstitution(behind, side.toUpperCase())
    ids.institutions.push(institutionId)
    await fill(behind, institutionId, side, ids)
    if (side === "near") await db.institution.update({ where: { id: institutionId }, data: { apiUrl: alma.url } })
    for (const role of ["observer", "liaison", "admin"] as const) {
      const { personId, cookie } = await signInAs(behind, role, institutionId)
      await db.person.update({ where: { id: personId }, data: { name: `${MARKS[side]} ${role}` } })
      ids.people.push(personId)
      principals.push({ who: `${side} ${role}`, cookie, side })
    }
  }
  return {
    behind, dataDir, principals, ids,
    async close() {
      const { getDb } = await import("@/lib/db/client")
      await getDb().close().catch(() => {})
      await close()
      await alma.close()
      await scratch.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function fill({ db }: Behind, institutionId: string, side: Side, ids: Place["ids"]): Promise<void> {
  const mark = MARKS[side]
  const now = new Date()
  await db.institution.update({ where: { id: institutionId }, data: { name: `${mark} College`, helpContact: mark } })
  const account = {
    institutionId, primaryId: `${mark}-account`, primaryIdKey: `${mark}-account`.toLowerCase(), name: mark, department: mark,
    verdict: "switch" as const, state: "waiting" as const, stateSince: now, reason: mark,
  }
  const outage = { institutionId, reason: mark, since: now, expectedHours: 2, declaredAt: now, declaredBy: mark }
  const { id, holds } = await db.outage.create({ data: { ...outage, holds: { create: account } }, include: { holds: true } })
  ids.outages.push(id)
  ids.holds.push(holds[0]!.id)
  const roster = await db.roster.create({ data: { institutionId, name: mark, staff: [{ primaryId: mark, name: mark }], updatedAt: now, updatedBy: mark } })
  ids.rosters.push(roster.id)
}

/** All that the far institution has, as text: nobody of the near one may have changed it. */
export async function rowsOf({ pool }: Behind, code: string): Promise<string> {
  const { rows } = await pool.query<{ all: string }>(
    `select (select coalesce(string_agg(t::text, '|' order by t.id), '') from "Outage" t where t."institutionId" = i.id)
       || (select coalesce(string_agg(t::text, '|' order by t.id), '') from "Hold" t where t."institutionId" = i.id)
       || (select coalesce(string_agg(t::text, '|' order by t.id), '') from "Roster" t where t."institutionId" = i.id) as all
     from "Institution" i where i.code = $1`, [code],
  )
  return rows[0]?.all ?? ""
}
