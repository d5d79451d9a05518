import type { Tx } from "@/lib/db/types"

/** What a person is told about their own account, on /account and on the first page until they have seen it. */
export type PersonNotice =
  | "sign_in_refused" | "recovery_code_used" | "recovery_codes_made" | "passkey_added" | "passkey_removed" | "passkey_refused"
  | "factors_cleared" | "password_set" | "app_set" | "link_made" | "role_changed" | "campus_tied" | "campus_untied"

/** In the transaction of what it tells of. The message is a sentence without a secret. */
export async function tellPerson(tx: Tx, personId: string, kind: PersonNotice, message: string, at: Date): Promise<void> {
  await tx.alert.create({ data: { personId, kind, message, at } })
}
