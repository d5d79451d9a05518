import type { AlmaUser } from "@/lib/domain/alma-user"
import { codeOf, fullNameOf, isObject, listOf, primaryIdOf, RECORD_LISTS, CONTACT_LISTS } from "./record"
import type { JsonObject } from "./record"

const CODED = [
  "record_type",
  "user_title",
  "job_category",
  "gender",
  "user_group",
  "campus_code",
  "cataloger_level",
  "preferred_language",
  "account_type",
  "status",
]
const PLAIN = [
  "first_name",
  "middle_name",
  "last_name",
  "job_description",
  "web_site_url",
  "external_id",
  "pref_first_name",
  "pref_middle_name",
  "pref_last_name",
  "pref_name_suffix",
]

/**
 * The record as GET answers it: unset fields in the shapes Alma uses, `pin_number` left out,
 * `password` and `force_password_change` always empty (recorded users).
 */
export function fullView(user: AlmaUser, base: string): JsonObject {
  const view: JsonObject = structuredClone(user)
  delete view["pin_number"]
  for (const name of CODED) {
    if (!isObject(view[name])) view[name] = { value: name === "campus_code" ? null : "", desc: "" }
  }
  for (const name of PLAIN) view[name] ??= ""
  for (const name of RECORD_LISTS) view[name] = listOf(view[name])
  const contact = isObject(view["contact_info"]) ? view["contact_info"] : {}
  view["contact_info"] = Object.fromEntries(CONTACT_LISTS.map((name) => [name, listOf(contact[name])]))
  return {
    ...view,
    full_name: fullNameOf(user),
    password: "",
    force_password_change: "",
    is_researcher: view["is_researcher"] ?? false,
    researcher: null,
    link: userLink(user, base),
    requests: null,
    loans: null,
    fees: null,
  }
}

/** The few fields of a search's entries and of view=brief. */
export function briefView(user: AlmaUser, base: string): JsonObject {
  return {
    primary_id: primaryIdOf(user),
    first_name: user["first_name"] ?? "",
    last_name: user["last_name"] ?? "",
    gender: { value: codeOf(user["gender"]), desc: "" },
    password: "",
    status: user["status"] ?? { value: "", desc: "" },
    requests: null,
    loans: null,
    fees: null,
    link: userLink(user, base),
  }
}

export function userLink(user: AlmaUser, base: string): string {
  return `${base}/users/${encodeURIComponent(primaryIdOf(user))}`
}
