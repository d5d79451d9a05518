import type { AlmaUser } from "@/lib/domain/alma-user"
import { block, coded, identifier, note, person, roleEntry, ROLES, type PersonParts } from "./people-parts"
import { isObject, listOf } from "./record"

type Short = Partial<PersonParts> & Pick<PersonParts, "primaryId" | "first" | "last">

let serial = 0

function odd(parts: Short, change: (user: AlmaUser) => void = () => {}): AlmaUser {
  serial += 1
  const user = person({
    department: "Circulation desk",
    library: 0,
    roles: ["32"],
    serial: 500 + serial,
    ...parts,
  })
  change(user)
  return user
}

/** Every kind of account that a switch or a return must get right, each with an invented name. */
export function awkwardPeople(): AlmaUser[] {
  serial = 0
  return [...states(), ...shapes(), ...oddIds(), ...untouchable(), backupAdmin()]
}

function states(): AlmaUser[] {
  return [
    odd({
      primaryId: "ogrady",
      first: "Fionn",
      last: "O'Grady",
      accountType: "INTERNAL",
      department: "Archives",
    }),
    odd({
      primaryId: "tvance",
      first: "Thea",
      last: "Vance",
      accountType: "INTERNAL",
      department: "Systems",
      roles: ["53"],
    }),
    odd({ primaryId: "hlindqvist", first: "Hedda", last: "Lindqvist", expiry: "2025-06-30Z" }),
    odd({
      primaryId: "pnakamura",
      first: "Paul",
      last: "Nakamura",
      status: "INACTIVE",
      department: "Reference",
    }),
    odd({
      primaryId: "zokafor",
      first: "Zuri",
      last: "Okafor",
      externalId: "",
      department: "Interlibrary loan",
    }),
    odd({
      primaryId: "mthird",
      first: "Marguerite",
      last: "Thirdwell",
      accountType: "INTEXTAUTH",
      department: "Cataloging",
    }),
    odd({ primaryId: "lawclerk7", first: "Ibrahim", last: "Sayegh", externalId: "SIS_LAW", library: 1 }),
  ]
}

function shapes(): AlmaUser[] {
  return [
    odd({ primaryId: "rbroken", first: "Rosalind", last: "Brokaw" }, (user) => {
      user["user_role"] = [
        ...listOf(user["user_role"]),
        { ...roleEntry("221", "MAIN", "Main Library"), parameter: [] },
      ]
    }),
    odd({
      primaryId: "manyroles",
      first: "Desmond",
      last: "Achterberg",
      roles: Object.keys(ROLES).filter((id) => id < "300" && id !== "200"),
    }),
    odd({ primaryId: "noteworthy", first: "Ottilie", last: "Marchetti", department: "Reference" }, (user) => {
      user["user_note"] = [
        note("GENERAL", "Works Tuesdays at Riverside", "External", "2025-03-04"),
        note("BARCODE", "Second card issued", "Internal", "2025-03-05"),
        note("GENERAL", "Ünïcödé – “quotes” & <tags>", "Internal", "2025-03-06"),
      ]
    }),
    odd({ primaryId: "blockson", first: "Casimir", last: "Blockson" }, (user) => {
      user["user_block"] = [
        block("02-GLOBAL", "Block (02)(GLOBAL)", "External"),
        block("06-LOCAL", "Local block", "Internal"),
      ]
    }),
    odd(
      { primaryId: "mixedseg", first: "Wilhelmina", last: "Mixson", department: "Acquisitions" },
      mixSegments,
    ),
    odd({ primaryId: "vrename", first: "Valentina", last: "Renner", department: "Cataloging" }, (user) => {
      user["user_identifier"] = [
        ...listOf(user["user_identifier"]),
        identifier("NET_ID", "NetID", "vrenner2", "External"),
      ]
    }),
    odd({ primaryId: "bare", first: "Min", last: "Bare" }, (user) => {
      for (const field of ["user_title", "gender", "web_site_url", "birth_date", "rs_library"]) {
        delete user[field]
      }
      user["campus_code"] = coded(null, "")
      user["contact_info"] = { address: [], email: [], phone: [] }
    }),
  ]
}

function mixSegments(user: AlmaUser): void {
  const contact = user["contact_info"]
  if (!isObject(contact)) return
  const [address] = listOf(contact["address"])
  const home = [coded("home", "Home")]
  contact["address"] = [
    address,
    { ...address, preferred: false, line1: "7 Lantern Lane", segment_type: "Internal", address_type: home },
  ]
  const [email] = listOf(contact["email"])
  contact["email"] = [
    email,
    { ...email, preferred: false, email_address: "mixson@home.example", segment_type: "Internal" },
  ]
  const [phone] = listOf(contact["phone"])
  contact["phone"] = [
    phone,
    { ...phone, preferred: false, phone_number: "555-0199", segment_type: "Internal" },
  ]
  user["user_identifier"] = [
    ...listOf(user["user_identifier"]),
    identifier("NET_ID", "NetID", "wmixson", "Internal"),
  ]
  user["user_note"] = [
    note("GENERAL", "From the student system", "External"),
    note("GENERAL", "By hand", "Internal", "2025-04-01"),
  ]
  user["user_block"] = [block("02-GLOBAL", "Block (02)(GLOBAL)", "Internal")]
  const [statistic] = listOf(user["user_statistic"])
  user["user_statistic"] = [
    statistic,
    { ...statistic, statistic_category: coded("BUILDING_A", "Building A"), segment_type: "Internal" },
  ]
  user["rs_library"] = [{ code: coded("RES_SHARE", "Resource Sharing Library") }]
}

function oddIds(): AlmaUser[] {
  const ids: [string, string, string][] = [
    ["astrid.holm@practice.example", "Astrid", "Holm"],
    ["jean paul", "Jean Paul", "Laurent"],
    ["dept/reference", "Nadia", "Slashley"],
    ["kim+lee", "Kim", "Plusser"],
    ["100%staff", "Percival", "Centner"],
    ["o'neil \"red\"", "Red", "O'Neil"],
    ["žofie.dvořák", "Žofie", "Dvořák"],
    ["山田花子", "Hanako", "Yamada"],
    ["MixedCaseID", "Maxine", "Case"],
    ["000042", "Zero", "Padden"],
  ]
  return ids.map(([primaryId, first, last], index) => odd({ primaryId, first, last, library: index % 5 }))
}

/** Accounts CARLI says never to touch. */
function untouchable(): AlmaUser[] {
  const internal = { accountType: "INTERNAL" as const, department: "" }
  return [
    odd({ primaryId: "exl_impl", first: "Ex Libris", last: "Implementation", ...internal, roles: ["26"] }),
    odd({ primaryId: "exl_support", first: "Ex Libris", last: "Support", department: "", roles: ["26"] }),
    odd({ primaryId: "rialto_service", first: "Rialto", last: "Service", department: "", roles: ["415"] }),
    odd({ primaryId: "carli_support", first: "CARLI", last: "Support", ...internal, roles: ["50"] }),
    odd({ primaryId: "leganto_guest", first: "Leganto", last: "Guest", ...internal, roles: ["401"] }),
    odd({ primaryId: "alma_admin", first: "Alma", last: "Administrator", ...internal, roles: ["26"] }),
    odd({
      primaryId: "profreader",
      first: "Agnes",
      last: "Lectorova",
      department: "Faculty",
      roles: ["401"],
    }),
  ]
}

/** As CARLI advises: Internal, Staff, active, User Administrator, no Patron role, a group no feed loads. */
function backupAdmin(): AlmaUser {
  return odd(
    {
      primaryId: "backup_admin",
      first: "Backup",
      last: "Administrator",
      accountType: "INTERNAL",
      department: "",
      group: ["ALMA_ADMIN", "Alma administrators (not in the feed)"],
    },
    (user) => {
      user["user_role"] = [roleEntry("50", "MAIN", "Main Library")]
    },
  )
}
