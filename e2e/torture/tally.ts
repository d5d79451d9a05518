import { targetLine, type ProofRun } from "../proof/proof-run"

/** What was done to a process or to the database. */
const BLOWS = {
  "worker killed": "SIGKILL to a worker",
  "web killed": "SIGKILL to the web process",
  "killed while starting": "SIGKILL to a process that was just starting",
  "killed after a pause": "SIGKILL to a process that had been paused",
  "paused": "SIGSTOP for up to 3 s, then SIGCONT",
  "paused past its lease": "SIGSTOP for longer than the lease of 20 s, then SIGCONT",
  "database crashed": "Postgres stopped at once (immediate mode) and started again",
} as const
export type Blow = keyof typeof BLOWS

function isKill(blow: Blow): boolean {
  return blow.includes("killed")
}

export interface Count {
  all: number
  /** Of these, with work in hand: a claim on an account or a job run, or a person's question. */
  midWork: number
}

export interface TortureState {
  blows: Record<string, Count>
  outages: { closed: number; job: number; direct: number; endedWhileSwitching: number }
  accounts: { moved: number; untouched: number }
  /** Further changes to Internal by late or repeated deliveries, each swept up before its outage closed. */
  swept: number
  pickUps: { shown: number; refusedCalmly: number; lostWithTheProcess: number; secondUsesRefused: number; pretended: number }
  /** Answers to people that were no sentence for people; by their first words. */
  notCalm: Record<string, number>
  /** What Lantern handed to a person, and what the person did. */
  handed: { accounts: number; triedAgain: number; byHand: number }
  requests: number
  wrong: string[]
}

export function emptyState(): TortureState {
  return {
    blows: {},
    outages: { closed: 0, job: 0, direct: 0, endedWhileSwitching: 0 },
    accounts: { moved: 0, untouched: 0 },
    swept: 0,
    pickUps: { shown: 0, refusedCalmly: 0, lostWithTheProcess: 0, secondUsesRefused: 0, pretended: 0 },
    notCalm: {},
    handed: { accounts: 0, triedAgain: 0, byHand: 0 },
    requests: 0,
    wrong: [],
  }
}

/**
 * A blow counts only when every outage that was open at the time has been closed and judged: one whose harm nobody has
 * looked for proves nothing.
 */
export class Tally {
  #pending: { at: number; blow: Blow; midWork: boolean }[] = []
  #open = new Map<string, number>()

  constructor(private readonly run: ProofRun<TortureState>) {}

  get state(): TortureState {
    return this.run.state
  }

  struck(blow: Blow, midWork: boolean): void {
    this.#pending.push({ at: Date.now(), blow, midWork })
  }

  began(outage: string): void {
    this.#open.set(outage, Date.now())
  }

  async judged(outage: string): Promise<void> {
    this.#open.delete(outage)
    const settled = Math.min(Date.now(), ...this.#open.values())
    for (const { blow, midWork } of this.#pending.filter((one) => one.at < settled)) {
      const count = (this.state.blows[blow] ??= { all: 0, midWork: 0 })
      count.all += 1
      if (midWork) count.midWork += 1
    }
    this.#pending = this.#pending.filter((one) => one.at >= settled)
    await this.run.save()
  }

  /** Kills, those included whose outages are still open. */
  kills(): Count {
    const count = judgedKills(this.state)
    const pending = this.#pending.filter((one) => isKill(one.blow))
    return { all: count.all + pending.length, midWork: count.midWork + pending.filter((one) => one.midWork).length }
  }
}

function judgedKills(state: TortureState): Count {
  const kills = Object.entries(state.blows).filter(([blow]) => isKill(blow as Blow))
  return kills.reduce((sum, [, { all, midWork }]) => ({ all: sum.all + all, midWork: sum.midWork + midWork }), { all: 0, midWork: 0 })
}

export function resultLines(state: TortureState, seconds: number, target: number, setting: string[]): string[] {
  const kills = judgedKills(state)
  const { outages, accounts, pickUps, handed } = state
  const rate = seconds > 0 ? kills.all / seconds : 0
  const notCalm = Object.entries(state.notCalm).toSorted((one, two) => two[1] - one[1])
  return [
    ...setting,
    "",
    ...Object.entries(BLOWS).map(([blow, words]) => {
      const { all, midWork } = state.blows[blow] ?? { all: 0, midWork: 0 }
      return `${String(all).padStart(7)}  ${words}${midWork > 0 ? `, ${midWork} of them with work in hand` : ""}`
    }),
    `${String(kills.all).padStart(7)}  kills in all, ${kills.midWork} of them with work in hand; ${rate.toFixed(1)} a second`,
    "",
    `${String(outages.closed).padStart(7)}  outages declared, ended and closed (${outages.job} by the job, ${outages.direct} directly; ${outages.endedWhileSwitching} ended while switching)`,
    `${String(accounts.moved).padStart(7)}  accounts went External, Internal, External; ${accounts.untouched} on the lists were not touched at all`,
    `${String(state.swept).padStart(7)}  late or repeated deliveries made an account Internal once more, each returned before its outage closed`,
    `${String(pickUps.shown).padStart(7)}  passwords shown at pick-up, each of which worked${pickUps.pretended > 0 ? `, but for ${pickUps.pretended} to which Alma had twice said 200 and done nothing` : ""}; ${pickUps.refusedCalmly} refused with a sentence, ${pickUps.lostWithTheProcess} lost with their process, ${pickUps.secondUsesRefused} second uses refused`,
    `${String(handed.accounts).padStart(7)}  times an account was handed to a person, who tried again ${handed.triedAgain} times and did ${handed.byHand} by hand in Alma`,
    `${String(state.requests).padStart(7)}  requests that the Almas saw`,
    `${String(notCalm.reduce((sum, [, count]) => sum + count, 0)).padStart(7)}  answers to people that were an error page's, all asked again`,
    ...notCalm.slice(0, 8).map(([words, count]) => `         ${count} ${words}`),
    "",
    targetLine("kills with work in hand", `${target}`, String(kills.midWork), kills.midWork >= target, "time: start it again, it goes on"),
    targetLine("accounts left Internal, wrongly returned, touched without need, or with a field lost", "0", String(state.wrong.length), state.wrong.length === 0, "see below"),
    ...state.wrong.map((wrong) => `\nWRONG: ${wrong}`),
  ]
}
