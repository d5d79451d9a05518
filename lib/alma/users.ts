import type { AlmaOutcome } from "@/lib/domain/alma-outcome"
import type { AlmaUser } from "@/lib/domain/alma-user"
import { shownText } from "@/lib/domain/shown-text"
import { jsonOf, type AlmaCaller, type RequestOptions } from "@/lib/alma/alma-caller"
import { codeOf, isRecord, listOf, numberOf, textOf, type JsonRecord } from "@/lib/alma/json-shape"
import type { GoodAnswer } from "@/lib/alma/outcome-of"
import { pathOf, queryOf } from "@/lib/alma/path-of"
import { wellFormed } from "@/lib/alma/well-formed"

export interface UserBrief {
  primaryId: string
  name: string
  /** ACTIVE or INACTIVE; null where Alma left it out. */
  status: string | null
}

export interface UserSearch {
  text: string
  /** A field of Alma's search: primary_id, last_name, email, ALL, … */
  field?: string
  /** 0 to 100. */
  limit?: number
  offset?: number
}

export interface UserPage {
  total: number
  users: UserBrief[]
}

export interface FullUserPage {
  total: number
  users: AlmaUser[]
}

/** Alma documentation: Users API, "Retrieve user", "Update user", "Create user", "Authenticate user". */
export class UserCalls {
  readonly #caller: AlmaCaller

  constructor(caller: AlmaCaller) {
    this.#caller = caller
  }

  /** The whole user, by any unique identifier: compare `primary_id` before acting on the answer. */
  getUser(id: string, options?: RequestOptions): Promise<AlmaOutcome<AlmaUser>> {
    return this.#caller.call({ method: "GET", path: pathOf`/users/${id}`, read: readUser }, options)
  }

  /** Swaps the whole user for this one. A write: sent once, whatever comes back. */
  putUser(id: string, user: AlmaUser, options?: RequestOptions): Promise<AlmaOutcome<AlmaUser>> {
    const path = pathOf`/users/${id}`
    return this.#caller.call(
      { method: "PUT", path, body: user, secrets: passwordsIn(user), read: readUser },
      options,
    )
  }

  createUser(user: AlmaUser, options?: RequestOptions): Promise<AlmaOutcome<AlmaUser>> {
    return this.#caller.call(
      { method: "POST", path: "/users", body: user, secrets: passwordsIn(user), read: readUser },
      options,
    )
  }

  searchUsers(search: UserSearch, options?: RequestOptions): Promise<AlmaOutcome<UserPage>> {
    const { text, field = "ALL", limit = 25, offset = 0 } = search
    const words = text.trim().replace(/\s+/g, "_")
    const q = words === "" ? undefined : `${field}~${words}`
    const path = `/users${queryOf({ q, limit: Math.min(Math.max(limit, 0), 100), offset })}`
    return this.#caller.call({ method: "GET", path, read: readUserPage }, options)
  }

  /** A page of all users, whole records in the order of their primary ids. `limit` 100 at most. */
  listUsers({ limit, offset }: { limit: number; offset: number }, options?: RequestOptions): Promise<AlmaOutcome<FullUserPage>> {
    const path = `/users${queryOf({ expand: "full", order_by: "primary_id", limit: Math.min(limit, 100), offset })}`
    return this.#caller.call({ method: "GET", path, read: readFullPage }, options)
  }

  /**
   * Whether this is the user's internal password in Alma. Alma counts wrong tries and locks the account
   * for 30 minutes after 15, so it is sent once. The password travels in a header, never in the address.
   */
  async checkPassword(id: string, password: string, options?: RequestOptions): Promise<AlmaOutcome<boolean>> {
    const segment = pathOf`/users/${id}`
    const sent = encodeURIComponent(wellFormed(password))
    const outcome = await this.#caller.call(
      {
        method: "POST",
        path: segment === null ? null : `${segment}?op=auth`,
        headers: { "exl-user-pw": sent },
        secrets: [password, sent],
        read: ({ status }) => (status === 204 ? true : undefined),
      },
      options,
    )
    // Alma documentation: 401866 "User authentication failed".
    if (outcome.kind === "refused" && outcome.error.code === "401866") return { kind: "ok", value: false }
    return outcome
  }
}

function passwordsIn(user: AlmaUser): string[] {
  return [user.password, user.pin_number].filter((value) => typeof value === "string")
}

/** A user has a primary id; anything else that came with HTTP 200 says nothing of what was applied. */
function readUser(good: GoodAnswer): AlmaUser | undefined {
  const user = jsonOf(good)
  if (!isRecord(user) || typeof user.primary_id !== "string" || user.primary_id === "") return undefined
  // Alma sends it empty always; should a server ever echo it, it ends here.
  return typeof user.password === "string" && user.password !== "" ? { ...user, password: "" } : user
}

function readUserPage(good: GoodAnswer): UserPage | undefined {
  const page = jsonOf(good)
  if (!isRecord(page) || (page.total_record_count === undefined && page.user === undefined)) return undefined
  const users = listOf(page.user).flatMap((user) => briefOf(user) ?? [])
  return { total: numberOf(page.total_record_count) ?? users.length, users }
}

function readFullPage(good: GoodAnswer): FullUserPage | undefined {
  const page = jsonOf(good)
  if (!isRecord(page)) return undefined
  const total = numberOf(page.total_record_count)
  // Without its total nobody could say whether the list has ended.
  return total === null ? undefined : { total, users: listOf(page.user) }
}

function briefOf(user: JsonRecord): UserBrief | null {
  const primaryId = textOf(user.primary_id)
  if (!primaryId) return null
  const parts = [user.first_name, user.middle_name, user.last_name].map((part) => textOf(part)?.trim())
  const name = parts.filter(Boolean).join(" ") || textOf(user.full_name)?.trim() || primaryId
  return { primaryId, name: shownText(name), status: codeOf(user.status) || null }
}
