import type { AlmaOutcome } from "@/lib/domain/alma-outcome"
import { jsonOf, refusedHere, type AlmaCaller, type RequestOptions } from "@/lib/alma/alma-caller"
import { codeOf, isRecord, numberOf, textOf, type JsonRecord } from "@/lib/alma/json-shape"
import type { GoodAnswer } from "@/lib/alma/outcome-of"
import { eachRow } from "@/lib/alma/pages"
import { pathOf, queryOf } from "@/lib/alma/path-of"

export interface AlmaSet {
  id: string
  name: string
  /** ITEMIZED or LOGICAL; null where Alma left it out. */
  type: string | null
  /** USER for sets of users. */
  content: string | null
  memberCount: number | null
}

export interface SetMember {
  /** As Alma keeps it, which needn't have the case that was sent. */
  id: string
  /** The id at the end of the member's link, decoded; null without a link. */
  linkId: string | null
  description: string
}

/** Alma documentation: "Manage Members", 1000 members a request. */
const MAX_MEMBERS = 1_000

/** Alma documentation: Configuration API, "Sets". */
export class SetCalls {
  readonly #caller: AlmaCaller

  constructor(caller: AlmaCaller) {
    this.#caller = caller
  }

  /** Makes an empty public itemized set of users. A name already taken is refused with 402263. */
  createSet(name: string, description = "", options?: RequestOptions): Promise<AlmaOutcome<AlmaSet>> {
    const body = {
      name,
      description,
      type: { value: "ITEMIZED" },
      content: { value: "USER" },
      private: { value: "false" },
      status: { value: "ACTIVE" },
    }
    return this.#caller.call({ method: "POST", path: "/conf/sets", body, read: readSet }, options)
  }

  /** Alma searches by words; the name is then compared exactly. Null when there is none. */
  async findSetByName(name: string, options?: RequestOptions): Promise<AlmaOutcome<AlmaSet | null>> {
    let found: AlmaSet | null = null
    const q = `name~${name.trim().replace(/\s+/g, "_")}`
    const outcome = await eachRow(
      this.#caller,
      { path: "/conf/sets", key: "set", query: { q } },
      (row) => {
        const set = setOf(row)
        if (set?.name === name) found = set
        return found !== null
      },
      options,
    )
    return outcome.kind === "ok" ? { kind: "ok", value: found } : outcome
  }

  getSet(id: string, options?: RequestOptions): Promise<AlmaOutcome<AlmaSet>> {
    return this.#caller.call({ method: "GET", path: pathOf`/conf/sets/${id}`, read: readSet }, options)
  }

  /** Every member, over all pages; `unknown` when the list came incomplete. */
  async setMembers(setId: string, options?: RequestOptions): Promise<AlmaOutcome<SetMember[]>> {
    const members: SetMember[] = []
    const outcome = await eachRow(
      this.#caller,
      { path: pathOf`/conf/sets/${setId}/members`, key: "member" },
      (row) => {
        members.push(memberOf(row))
        return false
      },
      options,
    )
    return outcome.kind === "ok" ? { kind: "ok", value: members } : outcome
  }

  /** Adds 1 to 1000 users by primary id. One bad id refuses all unless `failOnInvalidId` is false. */
  async addSetMembers(
    setId: string,
    ids: readonly string[],
    options: RequestOptions & { failOnInvalidId?: boolean } = {},
  ): Promise<AlmaOutcome<AlmaSet>> {
    if (ids.length === 0 || ids.length > MAX_MEMBERS) {
      return refusedHere("Alma takes 1 to 1000 members at a time.")
    }
    const path = pathOf`/conf/sets/${setId}`
    const query = queryOf({ op: "add_members", fail_on_invalid_id: options.failOnInvalidId })
    return this.#caller.call(
      {
        method: "POST",
        path: path === null ? null : path + query,
        body: { members: { member: ids.map((id) => ({ id })) } },
        read: readSet,
      },
      options,
    )
  }

  deleteSet(id: string, options?: RequestOptions): Promise<AlmaOutcome<true>> {
    return this.#caller.call(
      {
        method: "DELETE",
        path: pathOf`/conf/sets/${id}`,
        read: ({ answer }) => (answer.shape === "empty" || answer.shape === "json" ? true : undefined),
      },
      options,
    )
  }
}

function readSet(good: GoodAnswer): AlmaSet | undefined {
  const set = jsonOf(good)
  return isRecord(set) ? (setOf(set) ?? undefined) : undefined
}

function setOf(row: JsonRecord): AlmaSet | null {
  const id = textOf(row.id)
  const name = textOf(row.name)
  if (!id || name === null) return null
  return {
    id,
    name,
    type: codeOf(row.type) || null,
    content: codeOf(row.content) || null,
    memberCount: numberOf(row.number_of_members),
  }
}

function memberOf(row: JsonRecord): SetMember {
  const link = textOf(row.link)
  return {
    id: textOf(row.id) ?? "",
    linkId: link ? lastSegment(link) : null,
    description: textOf(row.description) ?? "",
  }
}

/** The last segment of a link's path, decoded; null when there is none or it can't be decoded. */
export function lastSegment(link: string): string | null {
  const segment = link.replace(/[?#].*$/s, "").split("/").at(-1)
  try {
    return segment ? decodeURIComponent(segment) : null
  } catch {
    return null
  }
}
