import type { Institution } from "@/lib/db/generated/client"
import type { ServiceContext } from "./context"
import { sendMail } from "./send-mail"

/**
 * Mails what has happened to everybody who may act for an institution. Call it after the commit, and never wait for it
 * within a transaction. Fails softly: the same stands on the first page.
 */
export async function tellLiaisons(
  ctx: ServiceContext,
  institution: Pick<Institution, "id" | "name">,
  mail: { subject: string; lines: string[] },
): Promise<void> {
  if (!ctx.settings.mail) return
  const people = await ctx.db.person.findMany({
    where: {
      disabledAt: null,
      memberships: { some: { role: { in: ["liaison", "admin"] }, OR: [{ institutionId: institution.id }, { institutionId: null }] } },
    },
    select: { email: true },
  })
  const text = [...mail.lines, "", `${institution.name} in Lantern: ${ctx.settings.publicUrl}`, ""].join("\n")
  await sendMail(ctx, { to: people.map((person) => person.email), subject: `Lantern, ${institution.name}: ${mail.subject}`, text })
}
