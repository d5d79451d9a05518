import type { AlmaUser } from "@/lib/domain/alma-user"
import { awkwardPeople } from "./people-awkward"
import { DEPARTMENTS, person } from "./people-parts"
import { rolePeople } from "./people-roles"

export { practiceJobPayload } from "./job-payload"

const FIRST = [
  "Amara", "Benedikt", "Chiyo", "Dalia", "Emeka", "Freya", "Gustavo", "Halima", "Ignacy", "Juniper",
  "Kofi", "Leocadia", "Mateus", "Noor", "Oskar", "Priya", "Quillon", "Rosario", "Sunniva", "Tadeusz",
  "Uma", "Viggo", "Wren", "Xiomara", "Yusuf", "Zelda", "Anselm", "Birgitta", "Cosimo", "Delphine",
]
const LAST = [
  "Abernethy", "Bergstrand", "Castellano", "Dubinski", "Eberhart", "Fairweather", "Gallowglass", "Hasegawa",
  "Ironside", "Jaramillo", "Kettering", "Lockhart", "Mbatha", "Novotny", "Oyelaran", "Pemberton", "Quennell",
  "Rautio", "Silvestri", "Thackeray", "Ulvaeus", "Vasquez", "Whitlock", "Yarrow", "Zielinski", "Ashdown",
  "Birdsong", "Calloway", "Driscoll",
]
const ORDINARY = 29
const MOST = 5_000

/**
 * The practice institution's invented people, always the same ones: about thirty ordinary staff
 * and every awkward kind. `count` adds that many plain External people more (5,000 at most), `roles` some by whom it
 * shows who is a Named User.
 */
export function practicePeople({ count = 0, roles = false }: { count?: number; roles?: boolean } = {}): AlmaUser[] {
  const staff = Array.from({ length: ORDINARY }, (_, index) => ordinary(index))
  const more = Array.from({ length: Math.min(count, MOST) }, (_, index) => plain(index))
  return [...staff, ...awkwardPeople(), ...(roles ? rolePeople() : []), ...more]
}

/** Primary id of the `index`th (from 0) of the plain people that `count` adds. */
export function plainId(index: number): string {
  return `staff${String(index + 1).padStart(5, "0")}`
}

function ordinary(index: number): AlmaUser {
  const first = FIRST[index % FIRST.length] ?? ""
  const last = LAST[(index * 7) % LAST.length] ?? ""
  const [department, roles] = DEPARTMENTS[index % DEPARTMENTS.length] ?? ["", []]
  const lead = index < DEPARTMENTS.length && department === "Circulation desk"
  return person({
    primaryId: `${first.charAt(0)}${last}`.toLowerCase(),
    first,
    last,
    department,
    library: index % 5,
    roles: lead ? [...roles, "221"] : roles,
    serial: 100 + index,
  })
}

function plain(index: number): AlmaUser {
  const first = FIRST[(index * 11) % FIRST.length] ?? ""
  const last = LAST[(index * 5) % LAST.length] ?? ""
  const [department, roles] = DEPARTMENTS[index % DEPARTMENTS.length] ?? ["", []]
  return person({
    primaryId: plainId(index),
    first,
    last,
    department,
    library: index % 5,
    roles,
    serial: 10_000 + index,
  })
}
