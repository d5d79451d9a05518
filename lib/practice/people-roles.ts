import type { AlmaUser } from "@/lib/domain/alma-user"
import { LIBRARIES, person, type PersonParts, roleEntry } from "./people-parts"
import { listOf } from "./record"

type Short = Pick<PersonParts, "primaryId" | "first" | "last" | "roles"> & Partial<PersonParts>

/** From here on, so that no barcode is anybody else's. */
const FIRST_SERIAL = 800

/** People by whom it shows who is a Named User and who isn't, each with an invented name. */
export function rolePeople(): AlmaUser[] {
  const people: [Short, ((user: AlmaUser) => void)?][] = [
    [{ primaryId: "lteacher", first: "Lionel", last: "Teacherly", roles: ["401", "403"] }],
    [{ primaryId: "lbuilder", first: "Lavinia", last: "Coursebuilder", roles: ["404"] }],
    [{ primaryId: "rselect", first: "Rufus", last: "Selectorson", roles: ["411", "412"] }],
    [{ primaryId: "rsuper", first: "Rowena", last: "Superselect", roles: ["413", "414", "415"] }],
    [{ primaryId: "trialtom", first: "Thomasin", last: "Trialer", roles: ["402"] }],
    [{ primaryId: "reader9", first: "Edda", last: "Onlyreader", roles: [], recordType: "PUBLIC" }],
    [{ primaryId: "bothkinds", first: "Bertil", last: "Bothkinds", roles: ["401", "204"] }],
    [{ primaryId: "oldrole", first: "Odile", last: "Formerly", roles: ["32"] }, (user) => change(user, { expiry_date: "2025-01-31Z" })],
    [{ primaryId: "newrole", first: "Nils", last: "Untilsoon", roles: ["32"] }, (user) => change(user, { expiry_date: "2099-06-30Z" })],
    [{ primaryId: "offrole", first: "Ofelia", last: "Switchedoff", roles: ["204"] }, (user) => change(user, { status: { value: "INACTIVE", desc: "Inactive" } })],
    [{ primaryId: "leftstaff", first: "Leif", last: "Leftlongago", roles: ["32", "53"], status: "INACTIVE" }],
    [{ primaryId: "lateacct", first: "Loretta", last: "Pastdate", roles: ["54"], expiry: "2025-08-31Z" }],
    [{ primaryId: "everylib", first: "Evander", last: "Everywhere", roles: [] }, everyLibrary],
  ]
  return people.map(([parts, alter], index) => {
    const user = person({ department: "Reference", library: index % LIBRARIES.length, serial: FIRST_SERIAL + index, ...parts })
    alter?.(user)
    return user
  })
}

/** Every role but Patron's. */
function change(user: AlmaUser, fields: Record<string, unknown>): void {
  user["user_role"] = listOf(user["user_role"]).map((role, at) => (at === 0 ? role : { ...role, ...fields }))
}

function everyLibrary(user: AlmaUser): void {
  user["user_role"] = [...listOf(user["user_role"]), ...LIBRARIES.map(([code, name]) => roleEntry("32", code, name))]
}
