import { raiseAlerts } from "@/lib/db/alerts"
import { lentToStrangers } from "@/lib/db/backup-admins"
import type { Institution } from "@/lib/db/generated/client"
import type { Tx } from "@/lib/db/types"
import type { ServiceContext } from "./context"
import { tellLiaisons } from "./tell-liaisons"

export interface LentAccount {
  institution: Pick<Institution, "id" | "name">
  message: string
}

/**
 * In the transaction that takes somebody's access away, after it was taken: of each back-up admin that they still have,
 * everybody there is told that they know its password until an admin has checked it in.
 */
export async function noteLentAccounts(tx: Tx, person: { id: string; name: string }, at: Date): Promise<LentAccount[]> {
  const rows = await tx.backupAdmin.findMany({
    where: { outToId: person.id, outAt: { not: null } },
    include: { institution: { select: { id: true, name: true } } },
  })
  const strangers = await lentToStrangers(tx, rows)
  const lent = rows.filter((row) => strangers.has(row.id)).map(({ primaryId, institution }) => ({
    institution,
    message: `${person.name} has lost access here, still has ${primaryId}, and knows its password. An admin checks it in for them: then it gets a new one.`,
  }))
  await raiseAlerts(tx, lent.map(({ institution, message }) => ({ institutionId: institution.id, kind: "backup_admin_lost", message, at })))
  return lent
}

/** After the commit: the same by mail, where there is mail. */
export async function mailLentAccounts(ctx: ServiceContext, lent: LentAccount[]): Promise<void> {
  for (const { institution, message } of lent) await tellLiaisons(ctx, institution, { subject: "back-up admin account", lines: [message] })
}
