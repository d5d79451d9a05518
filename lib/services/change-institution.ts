import type { ChangedSettings, ConnectedInstitution } from "@/lib/domain/settings-views"
import { addInstitution } from "./add-institution"
import type { ServiceContext } from "./context"
import type { AddInstitutionInput, SetInstitutionInput } from "./institution-options"
import { setInstitution } from "./set-institution"
import { keyLines, testSettings, type Tested } from "./test-settings"

/**
 * Changes settings as `setInstitution` does and tries at once what was changed.
 * @throws AppError as `setInstitution`; what a trial finds is told, never thrown
 */
export async function changeInstitution(ctx: ServiceContext, raw: SetInstitutionInput): Promise<ChangedSettings> {
  const stored = await setInstitution(ctx, raw)
  const institution = await ctx.db.institution.findUniqueOrThrow({ where: { id: stored.id } })
  const tested = await testSettings(ctx, institution, changedOf(raw))
  return { code: stored.code, warnings: stored.warnings, tested: [...keyLines(stored), ...tested] }
}

/** Enters an institution with its key, and says what the key reaches and may do. */
export async function connectInstitution(ctx: ServiceContext, raw: AddInstitutionInput): Promise<ConnectedInstitution> {
  const stored = await addInstitution(ctx, raw)
  return { id: stored.id, code: stored.code, warnings: stored.warnings, tested: keyLines(stored) }
}

function changedOf(raw: SetInstitutionInput): Set<Tested> {
  const fields: [Tested, unknown][] = [["login", raw.loginUrl], ["sso", raw.ssoUrl], ["metadata", raw.ssoMetadataUrl], ["zone", raw.timeZone]]
  return new Set(fields.filter(([, value]) => value !== undefined).map(([what]) => what))
}
