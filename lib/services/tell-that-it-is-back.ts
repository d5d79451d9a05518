import type { Institution, SsoProbe } from "@/lib/db/generated/client"
import { lookOf } from "@/lib/domain/sign-on"
import { signOnMeaning } from "@/lib/domain/outage-sign-on"
import { moment } from "./checks/check"
import type { ServiceContext } from "./context"
import { tellLiaisons } from "./tell-liaisons"

/** Mails that campus sign-on answers again to everybody who may end the outage that is open. A person ends it, never this. */
export async function tellThatItIsBack(
  ctx: ServiceContext,
  institution: Institution,
  look: Pick<SsoProbe, "at" | "up" | "stage" | "since" | "downAt">,
): Promise<void> {
  const outage = await ctx.db.outage.findFirst({
    where: { institutionId: institution.id, drill: false, state: { in: ["declared", "switching", "active"] } },
    select: { id: true, since: true, declaredAt: true },
  })
  if (outage === null || signOnMeaning({ ...look, look: lookOf(look) }, outage, look.at) !== "back") return
  await tellLiaisons(ctx, institution, {
    subject: "campus sign-on answers again",
    lines: [
      `Campus sign-on has answered since ${moment(look.since, institution.timeZone)}. The outage is still open, and nothing was ended.`,
      "",
      "A look from here is no proof that staff can sign in. Try it yourself first. If it works, end the outage:",
      `${ctx.settings.publicUrl}/outages/${outage.id}`,
    ],
  })
}
