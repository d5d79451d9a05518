import { appendAudit, LANTERN_CHAIN } from "@/lib/db/audit"
import { countOthers, resealSome, SEALED_COLUMNS } from "@/lib/db/sealed-columns"
import { AppError } from "@/lib/domain/errors"
import { auditFrame, type ServiceContext } from "./context"

export interface Rotation {
  /** The number of the key under which everything is sealed now. */
  version: string
  /** An earlier rotation, or keys that the operator had set, were only carried out. */
  finished: boolean
  /** How many values of each kind were sealed anew. */
  resealed: { name: string; count: number }[]
}

/**
 * Makes a new master key and seals every secret anew under it; where values are left under an older key, it only carries
 * on with these. Every value can be read at every moment: the older keys stay, and a value changes in one statement.
 * @throws AppError `refused` where the operator keeps the keys and has set no new one
 */
export async function rotateKey(ctx: ServiceContext): Promise<Rotation> {
  const { db, keyring } = ctx
  if (ctx.actor.kind !== "operator") throw new AppError("not_allowed", "Keys are changed in the shell of the server alone.")
  const finished = (await countAll(ctx)) > 0
  if (!finished) {
    if (keyring.addKey === null) throw new AppError("refused", SET_ONE)
    await keyring.addKey()
  }
  const { version } = keyring.sealing()
  await tell("key.rotation_begun", { version })
  const resealed: Rotation["resealed"] = []
  for (const column of SEALED_COLUMNS) {
    let count = 0
    for (let some = await resealSome(db, keyring, column); some > 0; some = await resealSome(db, keyring, column)) count += some
    resealed.push({ name: column.name, count })
  }
  await tell("key.rotated", { version, resealed: Object.fromEntries(resealed.map(({ name, count }) => [name, count])) })
  return { version, finished, resealed }

  function tell(action: string, detail: Record<string, unknown>): Promise<void> {
    return db.$transaction((tx) => appendAudit(tx, auditFrame(ctx, LANTERN_CHAIN), [{ action, detail }]))
  }
}

async function countAll({ db, keyring }: ServiceContext): Promise<number> {
  const { version } = keyring.sealing()
  const counts = await Promise.all(SEALED_COLUMNS.map((column) => countOthers(db, column, version)))
  return counts.reduce((sum, count) => sum + count, 0)
}

const SET_ONE =
  "Everything is sealed under the newest key that is set. Put a new one (such as: openssl rand -base64 32) at the end of LANTERN_NEW_KEYS, " +
  "leave LANTERN_KEY as it is, start every server and worker anew with both, and run this once more. Nothing was changed."
