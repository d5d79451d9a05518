import { passwordMatches } from "./passwords"
import { accountTypeOf, codeOf, textOf } from "./record"
import type { Account, Store } from "./store"

/** Ex Libris Identity Service: 30 minutes' lock after 15 wrong tries. */
const MAX_TRIES = 15
const LOCK_MS = 30 * 60_000

export type SignIn = "ok" | "wrong" | "external" | "locked" | "closed"

/** Whether status and expiry date let an Internal account in at all. */
export function accountOpen(account: Account, now: Date): boolean {
  const expiry = textOf(account.user["expiry_date"]).replace("Z", "")
  const expired = expiry !== "" && expiry < now.toISOString().slice(0, 10)
  return codeOf(account.user["status"]) === "ACTIVE" && !expired
}

/** Tries a password, counting the wrong ones as the Identity Service does. */
export function signIn(store: Store, account: Account, password: string): SignIn {
  const now = store.clock()
  if (accountTypeOf(account.user) !== "INTERNAL") return "external"
  if (account.lockedUntil > now.getTime()) return "locked"
  if (!passwordMatches(account.passwordHash, password)) {
    account.wrongTries += 1
    if (account.wrongTries >= MAX_TRIES) {
      account.lockedUntil = now.getTime() + LOCK_MS
      account.wrongTries = 0
    }
    store.onChange()
    return "wrong"
  }
  account.wrongTries = 0
  return accountOpen(account, now) ? "ok" : "closed"
}
