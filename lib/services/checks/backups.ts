import { stat } from "node:fs/promises"
import { ago, daysBetween, ok, single, warn } from "./check"

const ID = "backups"
/** A nightly backup that was missed twice. */
const OWN_DAYS = 3
/** Somebody else's database: its operator says again each quarter that it is backed up. */
const OTHERS_DAYS = 90

/**
 * Lantern can't see a backup itself. It looks at the age of one file that whatever makes the backup touches at its end:
 * so this says that the backup ran, never that it can be restored.
 */
export const backupsCheck = single(ID, async ({ ctx, now }) => {
  const { backups } = ctx.settings
  if (!backups) return warn(ID, "Nothing tells Lantern of its backups.", "Ask the operator of this Lantern.")
  const { markFile, ownDatabase } = backups
  const touched = await stat(markFile).then((file) => file.mtime, () => null)
  const fix = ownDatabase
    ? `Ask the operator to back the data folder and the database up each night, and to end with: touch ${markFile}`
    : `Ask the operator whether the database is backed up; who has looked says so with: touch ${markFile}`
  if (touched === null) return warn(ID, ownDatabase ? "No backup of Lantern's own database is known." : "Nobody has said that Lantern's database is backed up.", fix)
  const words = ownDatabase ? `Lantern was last backed up ${ago(touched, now)}, as the backup itself says.` : `The operator said ${ago(touched, now)} that the database is backed up.`
  return daysBetween(touched, now) < (ownDatabase ? OWN_DAYS : OTHERS_DAYS) ? ok(ID, words) : warn(ID, words, fix)
})
