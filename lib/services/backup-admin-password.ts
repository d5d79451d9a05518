import { randomBytes } from "node:crypto"
import type { BackupAdmin } from "@/lib/db/generated/client"
import { seal, unseal } from "@/lib/db/seal"
import { temporaryPassword } from "@/lib/domain/temporary-password"
import type { ServiceContext } from "./context"

type Field = "passwordSealed" | "candidateSealed"
type Keeping = Pick<ServiceContext, "keyring">

/** A password for an account that is kept for years: twice as long as one that is changed at once, 110 bits. */
export function newBackupPassword(primaryId: string): string {
  const byte = () => randomBytes(1)[0]!
  return temporaryPassword(primaryId, byte) + temporaryPassword(primaryId, byte)
}

export function sealPassword({ keyring }: Keeping, row: Pick<BackupAdmin, "id" | "institutionId">, field: Field, password: string): string {
  return seal(keyring, placeOf(row, field), password)
}

/** Null where none is kept. */
export function openPassword({ keyring }: Keeping, row: BackupAdmin, field: Field): string | null {
  const sealed = row[field]
  return sealed === null ? null : unseal(keyring, placeOf(row, field), sealed)
}

function placeOf({ id, institutionId }: Pick<BackupAdmin, "id" | "institutionId">, field: Field) {
  return { table: "BackupAdmin", row: id, institution: institutionId, field }
}
