import { z } from "zod"
import type { BackupAdmin, Institution } from "@/lib/db/generated/client"
import { findInstitution } from "@/lib/db/scope"
import type { Permission } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import type { ServiceContext } from "./context"

export const ofBackupAdmin = z.object({ institution: z.string(), id: z.uuid("There is no such back-up admin here.") })

export interface FoundBackupAdmin {
  institution: Institution
  row: BackupAdmin
}

/** One kept back-up admin of this institution. @throws AppError `not_found`, `not_allowed` */
export async function findBackupAdmin(
  ctx: ServiceContext,
  { institution: code, id }: z.output<typeof ofBackupAdmin>,
  permission: Permission,
): Promise<FoundBackupAdmin> {
  const institution = await findInstitution(ctx.db, ctx.actor, code, permission)
  const row = await ctx.db.backupAdmin.findFirst({ where: { id, institutionId: institution.id } })
  if (!row) throw new AppError("not_found", "There is no such back-up admin here. Somebody may have taken it off the list: look at the page again.")
  return { institution, row }
}

/** Who acts, as it is written down beside what they took. */
export function actorId({ actor }: ServiceContext): string | null {
  return actor.kind === "person" ? actor.personId : null
}
