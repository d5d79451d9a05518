import { BLIND_MINUTES, CHART_HOURS, lookOf, type SignOnHistoryView, type SignOnLook, type SignOnSpell, STALE_MINUTES, WINDOW_MINUTES, windowsOf } from "@/lib/domain/sign-on"
import { type OutageSignOnView, signOnMeaning } from "@/lib/domain/outage-sign-on"
import type { Institution, Outage } from "./generated/client"
import type { Db } from "./types"

const SPELL_DAYS = 30
const MOST_SPELLS = 8
const MINUTE_MS = 60_000

/**
 * What the looks by schedule have found at the address that is set now; looks at another one are counted out, and that is
 * said. The caller has scoped the institution.
 */
export async function readSignOnHistory(db: Db, { id, ssoUrl }: Pick<Institution, "id" | "ssoUrl">, now: Date): Promise<SignOnHistoryView> {
  const chartFrom = new Date(now.getTime() - CHART_HOURS * 60 * MINUTE_MS - WINDOW_MINUTES * MINUTE_MS)
  // Without an address nobody looks any more, and what was seen before says nothing.
  const where = { institutionId: id, address: ssoUrl ?? "" }
  const [recent, last, first, another, spells] = await Promise.all([
    db.ssoProbe.findMany({ where: { ...where, at: { gt: chartFrom } }, select: { at: true, up: true, stage: true } }),
    db.ssoProbe.findFirst({ where, orderBy: { at: "desc" } }),
    db.ssoProbe.findFirst({ where, orderBy: { at: "asc" }, select: { at: true } }),
    db.ssoProbe.findFirst({ where: { institutionId: id, address: { not: where.address } }, orderBy: { at: "desc" }, select: { at: true } }),
    readSpells(db, where, now),
  ])
  const stale = last !== null && now.getTime() - last.at.getTime() > STALE_MINUTES * MINUTE_MS
  return {
    address: ssoUrl,
    anew: another && { from: first?.at.toISOString() ?? null },
    last: last && {
      at: last.at.toISOString(), look: lookOf(last), message: last.message, ms: last.ms,
      certificateExpires: last.certificateExpires?.toISOString() ?? null, metadataExpires: last.metadataExpires?.toISOString() ?? null,
    },
    stale,
    downSince: last && !last.up && !stale ? (spells.find((spell) => spell.look === "down" && spell.to === null)?.from ?? null) : null,
    windows: windowsOf(recent.map(({ at, ...look }) => ({ at, look: lookOf(look) })), now),
    spells,
  }
}

/**
 * What the newest look at the address that is set now means for an outage. One indexed row, since an open page asks again
 * and again; null for a drill, for one that is ending or over, and where nothing was looked at. The caller has scoped the outage.
 */
export async function readOutageSignOn(db: Db, outage: Outage & { institution: Pick<Institution, "ssoUrl"> }, now: Date): Promise<OutageSignOnView | null> {
  const { institutionId, institution: { ssoUrl: address } } = outage
  if (outage.drill || outage.state === "ending" || outage.state === "closed" || address === null) return null
  // Not asked for by its address: where nobody has looked at that one, every kept look would be read through.
  const row = await db.ssoProbe.findFirst({ where: { institutionId }, orderBy: { at: "desc" } })
  if (row === null || row.address !== address) return null
  const newest = { ...row, look: lookOf(row) }
  return { look: newest.look, since: row.since.toISOString(), at: row.at.toISOString(), meaning: signOnMeaning(newest, outage, now) }
}

interface SpellRow {
  look: SignOnLook
  from: Date
  to: Date
  next: Date | null
  message: string
  looks: number
}

/** Stretches in which every look found the same; a time that nobody looked at ends one. */
async function readSpells(db: Db, { institutionId, address }: { institutionId: string; address: string }, now: Date): Promise<SignOnSpell[]> {
  const since = new Date(now.getTime() - SPELL_DAYS * 86_400_000)
  const rows = await db.$queryRaw<SpellRow[]>`
    with looks as (
      select "at", "message", case when not "up" then 'down' when "stage" is not null then 'doubtful' else 'up' end as "look"
      from "SsoProbe" where "institutionId" = ${institutionId}::uuid and "address" = ${address} and "at" > ${since}
    ), marked as (
      select *, case when "look" = lag("look") over w and "at" - lag("at") over w < make_interval(mins => ${BLIND_MINUTES}::int) then 0 else 1 end as "turn"
      from looks window w as (order by "at")
    ), numbered as (select *, sum("turn") over (order by "at") as "number" from marked
    ), spells as (
      select "look", min("at") as "from", max("at") as "to", count(*)::int as "looks", (array_agg("message" order by "at" desc))[1] as "message"
      from numbered group by "number", "look"
    ), followed as (select *, lead("from") over (order by "from") as "next" from spells)
    select * from followed where "look" <> 'up' order by "from" desc limit ${MOST_SPELLS}`
  return rows.map(({ look, from, to, next, message, looks }) => ({
    look, message, looks, from: from.toISOString(), to: endOf(to, next, now)?.toISOString() ?? null,
  }))
}

/** A spell ends where the next one begins, unless nobody looked between them; the newest goes on while it is fresh. */
function endOf(to: Date, next: Date | null, now: Date): Date | null {
  if (next) return next.getTime() - to.getTime() < BLIND_MINUTES * MINUTE_MS ? next : to
  return now.getTime() - to.getTime() > STALE_MINUTES * MINUTE_MS ? to : null
}
