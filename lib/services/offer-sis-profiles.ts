import { z } from "zod"
import { requireStepUp } from "@/lib/auth/step-up"
import { findInstitution } from "@/lib/db/scope"
import type { SisProfiles } from "@/lib/domain/settings-views"
import type { ServiceContext } from "./context"
import { findMailLogin } from "./mail-login"
import { parseInput } from "./parse-input"

const offerSisProfilesInput = z.object({ institution: z.string("Give the institution's code.") })

/** The user loads that Alma knows, to choose from, where the key may read them; and whether Alma has a login by mailed link. */
export async function offerSisProfiles(ctx: ServiceContext, raw: z.input<typeof offerSisProfilesInput>): Promise<SisProfiles> {
  const input = parseInput(offerSisProfilesInput, raw)
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "institution.manage")
  requireStepUp(ctx)
  const alma = ctx.almaFor(institution)
  const [answer, mailLogin] = await Promise.all([alma.integrationProfiles(), findMailLogin(alma)])
  if (answer.kind === "ok") {
    // Type USERS where it was seen; one that says no type is offered too.
    const loads = answer.value.filter(({ type, code }) => code !== "" && (type === null || /user|sis/i.test(type)))
    return { profiles: loads.map(({ code, name }) => ({ code, name: name || code })), why: null, mailLogin }
  }
  const refused = answer.kind === "unauthorized" || answer.kind === "refused"
  return { profiles: null, why: refused ? "The key can't read Alma's integration profiles: type the code." : "Alma did not answer: type the code, or ask again later.", mailLogin }
}
