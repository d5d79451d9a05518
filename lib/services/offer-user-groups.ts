import { z } from "zod"
import { findInstitution } from "@/lib/db/scope"
import type { UserGroups } from "@/lib/domain/settings-views"
import type { ServiceContext } from "./context"
import { parseInput } from "./parse-input"

export const offerUserGroupsInput = z.object({ institution: z.string() })

/** Alma documentation: Configuration API, "Retrieve Code table"; the users' `user_group` is one of its codes. */
const GROUP_TABLE = "UserGroups"

/** The user groups of this Alma as they are now, by name, each with whether the campus load writes to it. Changes nothing. */
export async function offerUserGroups(ctx: ServiceContext, raw: z.input<typeof offerUserGroupsInput>): Promise<UserGroups> {
  const input = parseInput(offerUserGroupsInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const table = await ctx.almaFor(institution).codeTable(GROUP_TABLE)
  if (table.kind !== "ok") {
    const refused = table.kind === "unauthorized" || table.kind === "refused" || table.kind === "not_found"
    return { groups: null, why: refused ? "The key can't read Alma's user groups: type the code." : "Alma did not answer: type the code." }
  }
  const loaded = new Set(institution.sisGroups.map((code) => code.trim().toLowerCase()))
  const groups = table.value.rows
    .filter(({ code, enabled }) => enabled && code !== "")
    .map(({ code, description }) => ({ code, name: description || code, loaded: loaded.has(code.toLowerCase()) }))
  return { groups: groups.toSorted((a, b) => a.name.localeCompare(b.name)), why: null }
}
