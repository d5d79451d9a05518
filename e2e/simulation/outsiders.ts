import { hashPassword } from "@/lib/practice/passwords"
import { becomeInternal, listOf } from "@/lib/practice/record"
import type { Random } from "./random"
import type { Place, Simulation } from "./simulation"

/** Admins, user loads and strangers, who change things in Alma beside Lantern. */
export class Outsiders {
  constructor(private readonly sim: Simulation, private readonly random: Random) {}

  /** One deed, drawn from what people and loads do. */
  meddle(place: Place): void {
    const { alma, plan } = place
    const id = this.random.pick([...plan.staff, ...plan.late])
    const kinds: [string, () => unknown][] = [
      ["a user load edits", () => alma.edit(id, (user) => ({ ...user, job_description: `edited ${this.random.int(1, 99)}` }), "sis")],
      ["an admin edits a note of", () => alma.edit(id, (user) => ({ ...user, user_note: [...listOf(user.user_note), { note_type: { value: "GENERAL" }, note_text: "by hand", segment_type: "Internal" }] }), "admin")],
      ["an admin makes Internal", () => alma.typeOf(id) === "EXTERNAL" && alma.edit(id, becomeInternal, "admin")],
      ["an admin makes External", () => this.#external(place, id)],
      ["a user load renames", () => alma.edit(id, (user) => ({ ...user, primary_id: `${String(user.primary_id)}.new` }), "sis")],
      ["an admin deletes", () => { const account = alma.account(id); if (account) alma.store.remove(account, { by: "admin", requestId: "by-admin" }) }],
      ["a user load expires", () => alma.edit(id, (user) => ({ ...user, expiry_date: "2026-01-01Z" }), "sis")],
      ["an admin sets a password for", () => { const account = alma.account(id); if (account) alma.store.setPassword(account, hashPassword("by-hand-7777"), false, { by: "admin", requestId: "by-admin" }) }],
      ["somebody puts a stranger into the set beside", () => this.#stranger(place)],
      ["somebody deletes the set beside", () => { const [set] = alma.store.sets.keys(); if (set) alma.store.sets.delete(set) }],
    ]
    const [what, act] = this.random.pick(kinds)
    this.sim.kernel.note(place.code, `${what} ${id}`)
    act()
  }

  #external(place: Place, id: string): void {
    const before = this.sim.checker.before(place, id)
    if (!before || place.alma.typeOf(id) !== "INTERNAL") return
    const externalId = this.random.chance(0.7) ? before.external_id : ""
    place.alma.edit(id, (user) => ({ ...user, account_type: { value: "EXTERNAL" }, external_id: externalId }), "admin")
  }

  #stranger(place: Place): void {
    const stranger = place.alma.account(this.random.pick(place.plan.bystanders))
    const [set] = place.alma.store.sets.values()
    if (!stranger || !set || set.members.includes(stranger.uid)) return
    set.members.push(stranger.uid)
  }
}
