import type { Institution } from "@/lib/db/generated/client"
import { primaryIdKey } from "@/lib/domain/account-facts"
import { readStaffLogin } from "@/lib/domain/staff-login"
import type { ServiceContext } from "./context"

export type RecentLogin = { kind: "at"; at: Date } | { kind: "none" } | { kind: "unknown" }

const PAGE = 100
const MOST_PAGES = 50

/**
 * When somebody last logged in to Alma in these hours, by its staff login report; `unknown` where the key may not read
 * it, or Alma doesn't answer.
 */
export async function recentLogin(ctx: ServiceContext, institution: Institution, primaryId: string, hours: number): Promise<RecentLogin> {
  const to = ctx.clock()
  const from = new Date(to.getTime() - hours * 3_600_000)
  const key = primaryIdKey(primaryId)
  let last: Date | null = null
  let read = 0
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await ctx.almaFor(institution).staffLoginReport({ from, to, limit: PAGE, offset: read })
    if (answer.kind !== "ok") return last === null ? { kind: "unknown" } : { kind: "at", at: last }
    for (const event of answer.value.events) {
      const login = readStaffLogin(event)
      if (login?.primaryIdKey === key && login.at >= from && (last === null || login.at > last)) last = login.at
    }
    read += answer.value.events.length
    if (answer.value.events.length === 0 || read >= answer.value.total) break
  }
  return last === null ? { kind: "none" } : { kind: "at", at: last }
}
