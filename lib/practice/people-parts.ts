import type { AlmaUser } from "@/lib/domain/alma-user"
import type { JsonObject } from "./record"

/** Role names by id, as public records name them. The ids from 400 up are this practice's own. */
export const ROLES: Record<string, string> = {
  "21": "User Manager",
  "26": "General System Administrator",
  "29": "Repository Manager",
  "32": "Circulation Desk Operator",
  "36": "Fund Manager",
  "37": "Receiving Operator",
  "43": "Invoice Operator",
  "44": "Invoice Manager",
  "50": "User Administrator",
  "51": "Requests Operator",
  "52": "Fulfillment Administrator",
  "53": "Repository Administrator",
  "54": "Purchasing Operator",
  "55": "Purchasing Manager",
  "57": "Letter Administrator",
  "200": "Patron",
  "204": "Cataloger",
  "206": "Catalog Manager",
  "209": "Electronic Inventory Operator",
  "210": "Physical Inventory Operator",
  "214": "Work Order Operator",
  "215": "Fulfillment Services Manager",
  "220": "Designs Analytics",
  "221": "Circulation Desk Manager",
  "231": "Course Reserves Manager",
  "239": "Resource Sharing Partners Manager",
  "401": "Instructor",
  "402": "Trial Participant",
  "403": "Leganto Course Operator",
  "404": "Leganto Interface Administrator",
  "411": "Selector",
  "412": "Selector Limited",
  "413": "Super Selector",
  "414": "Rialto Manager",
  "415": "Rialto Administrator",
}

export const LIBRARIES: [string, string][] = [
  ["MAIN", "Main Library"],
  ["LAW", "Law Library"],
  ["MUSIC", "Music Library"],
  ["HEALTH", "Health Sciences Library"],
  ["BRANCH", "Riverside Branch"],
]

/** Departments (as `job_description`) with the roles their people hold. */
export const DEPARTMENTS: [string, string[]][] = [
  ["Circulation desk", ["32", "51"]],
  ["Cataloging", ["204", "210"]],
  ["Reference", ["51"]],
  ["Acquisitions", ["54", "37", "43"]],
  ["Interlibrary loan", ["239", "51"]],
  ["Archives", ["204", "214"]],
  ["Systems", ["53", "220"]],
]

const INSTITUTION = { value: "01PRACTICE_INST", desc: "Practice University Library" }

export interface PersonParts {
  primaryId: string
  first: string
  last: string
  department: string
  library: number
  roles: string[]
  accountType?: "EXTERNAL" | "INTERNAL" | "INTEXTAUTH"
  externalId?: string
  status?: "ACTIVE" | "INACTIVE"
  expiry?: string
  group?: [string, string]
  recordType?: "STAFF" | "PUBLIC"
  /** Number that barcodes and phone numbers are made of. */
  serial: number
}

/** One whole record in the shape that Alma answers. */
export function person(parts: PersonParts): AlmaUser {
  const account = parts.accountType ?? "EXTERNAL"
  const segment = account === "EXTERNAL" ? "External" : "Internal"
  const [group, groupName] = parts.group ?? ["STAFF", "Library staff"]
  const [campus, campusName] = LIBRARIES[parts.library] ?? ["MAIN", "Main Library"]
  const status = parts.status ?? "ACTIVE"
  return {
    record_type: coded(parts.recordType ?? "STAFF", parts.recordType === "PUBLIC" ? "Public" : "Staff"),
    primary_id: parts.primaryId,
    first_name: parts.first,
    middle_name: "",
    last_name: parts.last,
    user_title: coded("", ""),
    job_category: coded("LIB", "Library"),
    job_description: parts.department,
    gender: coded("", ""),
    user_group: coded(group, groupName),
    campus_code: coded(campus, campusName),
    web_site_url: "",
    cataloger_level: coded("00", "[00] Default Level"),
    preferred_language: coded("en", "English"),
    birth_date: "1980-01-01Z",
    expiry_date: parts.expiry ?? "2099-12-31Z",
    purge_date: "2100-12-31Z",
    account_type: coded(
      account,
      account === "INTERNAL" ? "Internal" : account === "EXTERNAL" ? "External" : "",
    ),
    external_id: account === "EXTERNAL" ? (parts.externalId ?? "SIS_BANNER") : "",
    status: coded(status, status === "ACTIVE" ? "Active" : "Inactive"),
    status_date: "2024-08-15Z",
    pref_first_name: "",
    pref_middle_name: "",
    pref_last_name: "",
    pref_name_suffix: "",
    pin_number: String(1000 + (parts.serial % 9000)),
    contact_info: contactInfo(parts, segment),
    user_identifier: [
      identifier("BARCODE", "Barcode", String(22_900_000_000_000 + parts.serial), segment),
      identifier("UNIV_ID", "University ID", `U${String(100_000 + parts.serial)}`, segment),
    ],
    user_role: ["200", ...parts.roles].map((role) => roleEntry(role, campus, campusName)),
    user_block: [],
    user_note: [],
    user_statistic: [
      {
        statistic_category: coded("STAFF", "Staff"),
        category_type: coded("TYPE", "Type"),
        statistic_note: "",
        segment_type: segment,
      },
    ],
    proxy_for_user: [],
    rs_library: [],
  }
}

export function coded(value: string | null, desc: string): JsonObject {
  return { value, desc }
}

export function identifier(type: string, desc: string, value: string, segment: string): JsonObject {
  return { value, id_type: coded(type, desc), note: null, status: "ACTIVE", segment_type: segment }
}

export function note(type: string, text: string, segment: string, day = "2025-03-04"): JsonObject {
  return {
    note_type: coded(type, type.charAt(0) + type.slice(1).toLowerCase()),
    note_text: text,
    user_viewable: false,
    popup_note: false,
    created_by: "practice",
    created_date: `${day}T15:04:05.678Z`,
    segment_type: segment,
  }
}

export function block(code: string, text: string, segment: string): JsonObject {
  return {
    block_type: coded("GENERAL", "General"),
    block_description: coded(code, text),
    block_status: "ACTIVE",
    block_note: "Invented for practice",
    created_by: "practice",
    created_date: "2025-05-06T09:08:07.654Z",
    segment_type: segment,
  }
}

/** A role with its scope; desk roles carry the desk, as Alma makes them. */
export function roleEntry(role: string, library: string, libraryName: string): JsonObject {
  const scoped = ["32", "221", "51"].includes(role)
  const type = role === "51" ? "ServiceUnit" : "CirculationDesk"
  const scope = coded(library, libraryName)
  const desk = coded("DEFAULT_CIRC_DESK", "Circulation Desk")
  return {
    status: coded("ACTIVE", "Active"),
    scope: scoped ? scope : INSTITUTION,
    role_type: coded(role, ROLES[role] ?? role),
    parameter: scoped ? [{ type: coded(type, ""), scope, value: desk }] : [],
  }
}

function contactInfo(parts: PersonParts, segment: string): JsonObject {
  const mail = `${parts.first}.${parts.last}`.normalize("NFD").replace(/[^A-Za-z.]/g, "").toLowerCase()
  return {
    address: [
      {
        line1: `${100 + (parts.serial % 800)} College Avenue`,
        line2: null,
        line3: null,
        line4: null,
        line5: null,
        city: "Practice City",
        state_province: "IL",
        postal_code: "60000",
        country: coded("USA", "United States"),
        address_note: "",
        start_date: "2020-08-24Z",
        preferred: true,
        segment_type: segment,
        address_type: [coded("work", "Work")],
      },
    ],
    email: [
      {
        email_address: `${mail}${parts.serial}@practice.example`,
        description: null,
        preferred: true,
        segment_type: segment,
        email_type: [coded("work", "Work")],
      },
    ],
    phone: [
      {
        phone_number: `555-01${String(parts.serial % 100).padStart(2, "0")}`,
        preferred: true,
        preferred_sms: false,
        segment_type: segment,
        phone_type: [coded("office", "Office")],
      },
    ],
  }
}
