import type { AlmaUser } from "@/lib/domain/alma-user"
import type { World } from "./call"
import type { MeanwhileChange } from "./faults"
import { accountTypeOf, becomeInternal, primaryIdOf } from "./record"

/** What a renamed person is called afterwards. */
const renamedId = (primaryId: string) => `${primaryId}.renamed`
const MEANWHILE_EDIT = { job_description: "Edited meanwhile" }
const MEANWHILE_EXPIRY = "2020-01-31Z"

/** Does to an account what an administrator or a user load may do at any moment. Nothing where there is none. */
export function changeMeanwhile(world: World, change: MeanwhileChange, primaryId: string, by: "admin" | "sis"): void {
  const account = world.store.byPrimaryId(primaryId)
  if (!account) return
  const cause = { by, requestId: `by-${by}` }
  if (change === "delete") return world.store.remove(account, cause)
  world.store.replace(account, changed(structuredClone(account.user), change), cause)
}

/** The record as it is after such a change. */
export function changed(user: AlmaUser, change: Exclude<MeanwhileChange, "delete">): AlmaUser {
  switch (change) {
    case "internal":
      return accountTypeOf(user) === "INTERNAL" ? user : becomeInternal(user)
    case "external":
      return { ...user, account_type: { value: "EXTERNAL", desc: "External" }, external_id: "SIS_BANNER" }
    case "edit":
      return { ...user, ...MEANWHILE_EDIT }
    case "rename":
      return { ...user, primary_id: renamedId(primaryIdOf(user)) }
    case "expire":
      return { ...user, expiry_date: MEANWHILE_EXPIRY }
  }
}
