import type { AlmaOutcome } from "@/lib/domain/alma-outcome"
import { jsonOf, type AlmaCaller, type RequestOptions } from "@/lib/alma/alma-caller"
import { dayOf } from "@/lib/alma/jobs"
import { codeOf, isRecord, listOf, numberOf, textOf, type JsonRecord } from "@/lib/alma/json-shape"
import type { GoodAnswer } from "@/lib/alma/outcome-of"
import { eachRow } from "@/lib/alma/pages"
import { pathOf, queryOf } from "@/lib/alma/path-of"

export interface AlmaGeneral {
  /** The institution's code (01ABC_INST) and name: which Alma a key reaches. */
  institution: { code: string; name: string }
  environment: "production" | "sandbox" | "unknown"
}

export interface CodeTable {
  name: string
  rows: { code: string; description: string; enabled: boolean }[]
}

export interface IntegrationProfile {
  id: string
  /** For SIS profiles this is the `external_id` of the users they load. */
  code: string
  name: string
  type: string | null
  system: string | null
}

export interface StaffLoginSearch {
  from: Date
  to: Date
  limit?: number
  offset?: number
}

/** The events as Alma sent them: no recorded answer shows their fields. */
export interface StaffLogins {
  total: number
  events: Record<string, unknown>[]
}

/** Alma documentation: Configuration API "General", "Integration Profiles"; Users API "Staff Login". */
export class ConfCalls {
  readonly #caller: AlmaCaller

  constructor(caller: AlmaCaller) {
    this.#caller = caller
  }

  general(options?: RequestOptions): Promise<AlmaOutcome<AlmaGeneral>> {
    return this.#caller.call({ method: "GET", path: "/conf/general", read: readGeneral }, options)
  }

  /** What Alma's own clock says, to the second; null where its answer carries no date. */
  async serverTime(options?: RequestOptions): Promise<AlmaOutcome<Date | null>> {
    const read = ({ date }: GoodAnswer) => ({ date })
    const outcome = await this.#caller.call({ method: "GET", path: "/users/operation/test", read }, options)
    return outcome.kind === "ok" ? { kind: "ok", value: outcome.value.date } : outcome
  }

  canReadUsers(options?: RequestOptions): Promise<AlmaOutcome<boolean>> {
    return this.#allowed("GET", "/users/operation/test", options)
  }

  canWriteUsers(options?: RequestOptions): Promise<AlmaOutcome<boolean>> {
    return this.#allowed("POST", "/users/operation/test", options)
  }

  canReadConf(options?: RequestOptions): Promise<AlmaOutcome<boolean>> {
    return this.#allowed("GET", "/conf/test", options)
  }

  canWriteConf(options?: RequestOptions): Promise<AlmaOutcome<boolean>> {
    return this.#allowed("POST", "/conf/test", options)
  }

  codeTable(name: string, options?: RequestOptions): Promise<AlmaOutcome<CodeTable>> {
    return this.#caller.call(
      { method: "GET", path: pathOf`/conf/code-tables/${name}`, read: readCodeTable },
      options,
    )
  }

  async integrationProfiles(options?: RequestOptions): Promise<AlmaOutcome<IntegrationProfile[]>> {
    const profiles: IntegrationProfile[] = []
    const outcome = await eachRow(
      this.#caller,
      { path: "/conf/integration-profiles", key: "integration_profile" },
      (row) => {
        profiles.push(profileOf(row))
        return false
      },
      options,
    )
    return outcome.kind === "ok" ? { kind: "ok", value: profiles } : outcome
  }

  /** Successful staff logins between two days (UTC, both included), `limit` 100 at most. */
  staffLoginReport(search: StaffLoginSearch, options?: RequestOptions): Promise<AlmaOutcome<StaffLogins>> {
    const query = queryOf({
      login_date_from: dayOf(search.from),
      login_date_to: dayOf(search.to),
      limit: Math.min(search.limit ?? 100, 100),
      offset: search.offset ?? 0,
    })
    const path = `/users/staff-login-report${query}`
    return this.#caller.call({ method: "GET", path, read: readStaffLogins }, options)
  }

  async #allowed(
    method: "GET" | "POST",
    path: string,
    options?: RequestOptions,
  ): Promise<AlmaOutcome<boolean>> {
    // What a permitted test answers with isn't documented; a page of HTML isn't Alma.
    const read = ({ answer }: GoodAnswer) => (answer.shape === "html" ? undefined : true)
    const outcome = await this.#caller.call<boolean>({ method, path, read }, options)
    return outcome.kind === "unauthorized" ? { kind: "ok", value: false } : outcome
  }
}

function readGeneral(good: GoodAnswer): AlmaGeneral | undefined {
  const general = jsonOf(good)
  if (!isRecord(general)) return undefined
  const code = codeOf(general.institution)
  if (!code) return undefined
  const name = (isRecord(general.institution) && textOf(general.institution.desc)) || code
  const environment = codeOf(general.environment_type)?.trim().toLowerCase()
  const isKnown = environment === "production" || environment === "sandbox"
  return { institution: { code, name }, environment: isKnown ? environment : "unknown" }
}

function readCodeTable(good: GoodAnswer): CodeTable | undefined {
  const table = jsonOf(good)
  if (!isRecord(table) || (table.name === undefined && table.row === undefined)) return undefined
  const rows = listOf(table.row).map((row) => ({
    code: codeOf(row.code) ?? "",
    description: textOf(row.description) ?? "",
    enabled: codeOf(row.enabled) !== "false",
  }))
  return { name: codeOf(table.name) ?? "", rows }
}

function profileOf(row: JsonRecord): IntegrationProfile {
  return {
    id: textOf(row.id) ?? "",
    code: codeOf(row.code) ?? "",
    name: textOf(row.name) ?? "",
    type: codeOf(row.type) || null,
    system: codeOf(row.system) || null,
  }
}

function readStaffLogins(good: GoodAnswer): StaffLogins | undefined {
  const report = jsonOf(good)
  if (!isRecord(report)) return undefined
  const list = Object.entries(report).find(([, value]) => Array.isArray(value))?.[1]
  const total = numberOf(report.total_record_count)
  if (list === undefined && total === null) return undefined
  const events = listOf(list)
  return { total: total ?? events.length, events }
}
