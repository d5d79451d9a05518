import type { Entry } from "../practice-side"
import type { Account, Checker, Sent } from "../checker"
import { bodyOf } from "../checker"
import type { Place } from "../simulation"

interface Shown {
  account: Account
  password: string
  at: number
}

/** Rule 6: shown only after Alma's word, to one, and kept nowhere. */
export class Pickups {
  readonly #checker: Checker
  readonly #codes = new Set<string>()
  readonly #passwords = new Set<string>()
  readonly #confirmed = new Set<string>()
  /** Alma said 200 to the last sending of these and did nothing: see `makeSure` for how far Lantern can look. */
  readonly #pretended = new Set<string>()
  readonly #usedCodes = new Set<string>()
  readonly #shown: Shown[] = []
  /** The password that Alma holds now, by account; null when somebody else set it. */
  readonly #held = new Map<Account, { password: string | null; at: number }>()

  constructor(checker: Checker) {
    this.#checker = checker
  }

  issued(code: string): void {
    this.#codes.add(code)
  }

  /** A member of staff was shown a password. */
  shown(place: Place, primaryId: string, code: string, password: string, begun: number): void {
    const fail = (what: string) => this.#checker.fail("6 temporary password", `${primaryId} ${what}`)
    if (this.#usedCodes.has(code)) fail("was shown a password for a code that was used before")
    this.#usedCodes.add(code)
    if (!this.#confirmed.has(password)) fail("was shown a password before Alma had confirmed it")
    const record = place.alma.account(primaryId)
    const account = record && this.#checker.accountOf(place, record.uid)
    if (!record || !account) return
    const held = this.#held.get(account)
    const own = held?.password === password || (held !== undefined && held.password === null && held.at >= begun)
    if (!own && !this.#pretended.has(password) && !place.alma.passwordIs(record, password)) fail("was shown a password that Alma doesn't hold")
    this.#shown.push({ account, password, at: this.#checker.sim.kernel.now })
  }

  answered(sent: Sent): void {
    if (sent.kind === "put") {
      const { password } = JSON.parse(sent.request.body ?? "{}") as { password?: string }
      if (!password) return
      this.#passwords.add(password)
      if (sent.fault === "ok_unchanged") this.#pretended.add(password)
      else this.#pretended.delete(password)
      if (typeof bodyOf(sent.exchange)?.primary_id === "string") this.#confirmed.add(password)
    }
    if (sent.kind === "auth" && sent.exchange?.kind === "answer" && sent.exchange.status === 204) {
      this.#confirmed.add(decodeURIComponent(sent.request.headers["exl-user-pw"] ?? ""))
    }
  }

  /** A password was set in Alma: not by a request older than what somebody has been shown since. */
  changed(account: Account, entry: Entry): void {
    if (entry.what !== "password") return
    const { now } = this.#checker.sim.kernel
    const sent = this.#checker.byRequest.get(entry.requestId)
    const password = entry.by === "api" && sent ? ((JSON.parse(sent.request.body ?? "{}") as { password?: string }).password ?? null) : null
    this.#held.set(account, { password, at: now })
    if (entry.by !== "api" || !sent) return
    const undone = this.#shown.findLast((shown) => shown.account === account && shown.password !== password && sent.at < shown.at)
    if (undone) this.#checker.fail("6 temporary password", `a late write undid the password that ${entry.primaryId} had been shown`)
  }

  /** None of it stands in any row of any table. */
  checkKept(): void {
    const secrets = [...this.#codes, ...this.#passwords]
    if (secrets.length === 0) return
    for (const model of ["hold", "intent", "observation", "pickupCode", "auditEntry", "outage", "jobRun", "institution", "alert"] as const) {
      for (const row of this.#checker.sim.store.rows(model)) {
        const text = Object.values(row).filter((value) => typeof value === "string").join("\n")
        if (secrets.some((secret) => text.includes(secret))) this.#checker.fail("6 temporary password", `a code or password stands in ${model}`)
      }
    }
  }
}
