import { z } from "zod"
import type { RequestOptions } from "@/lib/alma/alma-caller"
import type { AlmaClient } from "@/lib/alma/alma-client"
import { findInstitution } from "@/lib/db/scope"
import type { AlmaOutcome } from "@/lib/domain/alma-outcome"
import { AppError } from "@/lib/domain/errors"
import { type CodeAndName, countsAsNamed, unpackRole } from "@/lib/domain/named-user"
import { failureSentence } from "@/lib/domain/sentences"
import type { ServiceContext } from "./context"
import { parseInput } from "./parse-input"

/** Alma documentation: Configuration API, "Retrieve Code table". */
const ROLE_TABLE = "HFrUserRoles.roleType"

/** Role names by id as they are in Alma now. */
export async function readRoleNames(alma: AlmaClient, options: RequestOptions = {}): Promise<AlmaOutcome<CodeAndName[]>> {
  const table = await alma.codeTable(ROLE_TABLE, options)
  if (table.kind !== "ok") return table
  const rows = table.value.rows.filter((row) => row.code !== "" && row.description !== "")
  return { kind: "ok", value: rows.map(({ code, description }) => ({ code, name: description })) }
}

export interface AlmaRoleView extends CodeAndName {
  counts: boolean
}

export const readAlmaRolesInput = z.object({ institution: z.string() })

/**
 * Every role of this Alma by name, and whether it makes a Named User. Changes nothing.
 * @throws AppError `refused` when the key may not read them, `unavailable`
 */
export async function readAlmaRoles(ctx: ServiceContext, raw: z.input<typeof readAlmaRolesInput>): Promise<AlmaRoleView[]> {
  const input = parseInput(readAlmaRolesInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const names = await readRoleNames(ctx.almaFor(institution))
  if (names.kind === "unauthorized") throw new AppError("refused", "The API key can't read role names: it needs the area Configuration, read.")
  if (names.kind !== "ok") throw new AppError("unavailable", failureSentence(names))
  const notCounted = institution.rolesNotCounted.map(unpackRole)
  return names.value.map((role) => ({ ...role, counts: countsAsNamed(role, { notCounted }) })).toSorted((a, b) => a.name.localeCompare(b.name))
}
