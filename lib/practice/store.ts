import type { AlmaUser } from "@/lib/domain/alma-user"
import { History } from "./history"
import { identifierValues, primaryIdOf, textOf } from "./record"
import type { HistoryActor, LoginEvent } from "./types"

/** One account of the practice Alma: the record and what a GET never shows. */
export interface Account {
  /** Alma's own key: sets hold it, so that a renamed member stays one. */
  uid: string
  user: AlmaUser
  passwordHash: string | null
  mustChange: boolean
  wrongTries: number
  lockedUntil: number
  /** Fields edited by hand, which a PUT of an External user doesn't replace. */
  handEdited: string[]
  /** The record before its last change, for stale reads. */
  previous: AlmaUser | null
  /** When that was, in ms since 1970. */
  changedAt: number
}

export interface PracticeSet {
  id: string
  name: string
  description: string
  private: string
  status: string
  createdAt: string
  members: string[]
}

export type InstanceStatus =
  | "QUEUED"
  | "RUNNING"
  | "COMPLETED_SUCCESS"
  | "COMPLETED_WARNING"
  | "COMPLETED_FAILED"
  | "COMPLETED_NO_BULKS"
  | "FAILED"
  | "SYSTEM_ABORTED"

export interface JobInstance {
  id: string
  jobId: string
  name: string
  setId: string
  target: string
  keepPasswords: boolean
  status: InstanceStatus
  progress: number
  submittedAt: string
  startedAt: string | null
  endedAt: string | null
  /** Member uids not done yet, taken from the set when the run begins. */
  pending: string[]
  changed: number
  failed: number
  requestId: string
}

export interface Cause {
  by: HistoryActor
  requestId: string
}

export interface StateSnapshot {
  version: 1
  counter: number
  accounts: Account[]
  sets: PracticeSet[]
  instances: JobInstance[]
  starts: number[]
  logins: LoginEvent[]
  externalIds: string[]
  history: ReturnType<History["snapshot"]>
}

function withoutSecrets({ password: _password, pin_number: _pin, ...rest }: AlmaUser): AlmaUser {
  return structuredClone(rest)
}

/** All state of the practice Alma, in memory. Records go in and out as deep copies. */
export class Store {
  readonly accounts = new Map<string, Account>()
  readonly sets = new Map<string, PracticeSet>()
  readonly instances = new Map<string, JobInstance>()
  /** When API-started jobs began, epoch ms. */
  starts: number[] = []
  logins: LoginEvent[] = []
  readonly externalIds = new Set<string>(["SIS_BANNER"])
  onChange: () => void = () => {}
  private readonly byPrimary = new Map<string, string>()
  private readonly byIdentifier = new Map<string, Set<string>>()
  private counter = 1_000

  constructor(
    readonly history: History,
    readonly clock: () => Date,
  ) {}

  /** Ids look like Alma's: 16 digits, as strings. */
  nextId(): string {
    this.counter += 10
    return `${956_364_000_000 + this.counter}0561`
  }

  byPrimaryId(id: string): Account | undefined {
    const uid = this.byPrimary.get(id.toLowerCase())
    return uid === undefined ? undefined : this.accounts.get(uid)
  }

  /** Any identifier finds its person, without regard to case; `type` narrows it. */
  resolve(id: string, type = "all_unique"): Account | undefined {
    const wanted = type.toUpperCase()
    const any = wanted === "ALL_UNIQUE"
    if (any || wanted === "PRIMARYIDENTIFIER" || wanted === "PRIMARY_ID") {
      const found = this.byPrimaryId(id)
      if (found || !any) return found
    }
    for (const uid of this.byIdentifier.get(id.toLowerCase()) ?? []) {
      const account = this.accounts.get(uid)
      if (!account) continue
      const match = identifierValues(account.user).some(
        (each) =>
          each.value.toLowerCase() === id.toLowerCase() && (any || each.type.toUpperCase() === wanted),
      )
      if (match) return account
    }
    return undefined
  }

  /** `asked`: the body that a program sent, told in the history without its secrets. */
  add(user: AlmaUser, cause: Cause, asked: AlmaUser | null = null): Account {
    const account: Account = {
      uid: this.nextId(),
      user: structuredClone(user),
      passwordHash: null,
      mustChange: false,
      wrongTries: 0,
      lockedUntil: 0,
      handEdited: [],
      previous: null,
      changedAt: 0,
    }
    this.accounts.set(account.uid, account)
    this.index(account)
    this.history.add({ ...cause, primaryId: primaryIdOf(user), what: "created", from: null, to: asked && withoutSecrets(asked) })
    this.onChange()
    return account
  }

  /** Puts `next` in place of the record and writes down every field that changed. */
  replace(account: Account, next: AlmaUser, cause: Cause): void {
    const before = account.user
    this.unindex(account)
    account.previous = before
    account.changedAt = this.clock().getTime()
    account.user = structuredClone(next)
    this.index(account)
    this.history.addChanges(primaryIdOf(before), before, account.user, cause)
    this.onChange()
  }

  setPassword(account: Account, hash: string, mustChange: boolean, cause: Cause): void {
    const primaryId = primaryIdOf(account.user)
    const from = account.passwordHash === null ? "none" : "set"
    this.history.add({ ...cause, primaryId, what: "password", from, to: "set" })
    account.passwordHash = hash
    account.wrongTries = 0
    account.lockedUntil = 0
    this.setMustChange(account, mustChange, cause)
    this.onChange()
  }

  setMustChange(account: Account, mustChange: boolean, cause: Cause): void {
    if (account.mustChange === mustChange) return
    const primaryId = primaryIdOf(account.user)
    this.history.add({ ...cause, primaryId, what: "must_change", from: account.mustChange, to: mustChange })
    account.mustChange = mustChange
    this.onChange()
  }

  remove(account: Account, cause: Cause): void {
    this.unindex(account)
    this.accounts.delete(account.uid)
    for (const set of this.sets.values()) set.members = set.members.filter((uid) => uid !== account.uid)
    const primaryId = primaryIdOf(account.user)
    this.history.add({ ...cause, primaryId, what: "removed", from: null, to: null })
    this.onChange()
  }

  addLogin(account: Account, successful: boolean): void {
    this.logins.push({ primaryId: primaryIdOf(account.user), at: this.clock().toISOString(), successful })
    if (this.logins.length > 50_000) this.logins.splice(0, 10_000)
    this.onChange()
  }

  clear(): void {
    for (const map of [this.accounts, this.sets, this.instances, this.byPrimary, this.byIdentifier]) {
      map.clear()
    }
    this.starts = []
    this.logins = []
    this.history.clear()
    this.onChange()
  }

  snapshot(): StateSnapshot {
    return {
      version: 1,
      counter: this.counter,
      accounts: [...this.accounts.values()],
      sets: [...this.sets.values()],
      instances: [...this.instances.values()],
      starts: this.starts,
      logins: this.logins,
      externalIds: [...this.externalIds],
      history: this.history.snapshot(),
    }
  }

  restore(state: StateSnapshot): void {
    this.clear()
    this.counter = state.counter
    for (const account of state.accounts) {
      this.accounts.set(account.uid, account)
      this.index(account)
    }
    for (const set of state.sets) this.sets.set(set.id, set)
    for (const instance of state.instances) this.instances.set(instance.id, instance)
    for (const id of state.externalIds) this.externalIds.add(id)
    this.starts = state.starts
    this.logins = state.logins
    this.history.restore(state.history)
  }

  private index(account: Account): void {
    this.byPrimary.set(primaryIdOf(account.user).toLowerCase(), account.uid)
    for (const { value } of identifierValues(account.user)) {
      const key = value.toLowerCase()
      const holders = this.byIdentifier.get(key) ?? new Set<string>()
      this.byIdentifier.set(key, holders.add(account.uid))
    }
    const externalId = textOf(account.user["external_id"])
    if (externalId) this.externalIds.add(externalId)
  }

  private unindex(account: Account): void {
    this.byPrimary.delete(primaryIdOf(account.user).toLowerCase())
    for (const { value } of identifierValues(account.user)) {
      this.byIdentifier.get(value.toLowerCase())?.delete(account.uid)
    }
  }
}
