import type { AddressInfo } from "node:net"
import type { AlmaUser } from "@/lib/domain/alma-user"
import type { World } from "./call"
import { FaultSwitch } from "./faults"
import { History } from "./history"
import { JobRunner } from "./job-runner"
import { hashPassword, passwordMatches } from "./passwords"
import { practicePeople } from "./people"
import { accountTypeOf, primaryIdOf } from "./record"
import { RequestLog } from "./request-log"
import { createPracticeServer } from "./server"
import { accountOpen } from "./sign-in"
import { loadState, StateSaver } from "./state-file"
import { Store } from "./store"
import type { HistoryEntry, KeyRights, PracticeAlmaOptions, RequestLogEntry, Settings } from "./types"
import { HAND_EDITED_FIELDS } from "./user-put"

/** The default key. It opens nothing but invented people. */
export const PRACTICE_API_KEY = "l8xxpractice0000000000000000000000"

export interface PracticeAlma {
  /** http://127.0.0.1:PORT, without a path. */
  url: string
  port: number
  apiKey: string
  faults: FaultSwitch
  close(): Promise<void>
  /** A deep copy of the record, with the `pin_number` that GET doesn't return. By primary id. */
  user(primaryId: string): AlmaUser | undefined
  users(): AlmaUser[]
  /** Creates or replaces, as a SIS load or an admin would. */
  setUser(user: AlmaUser, by?: "admin" | "sis"): void
  removeUser(primaryId: string, by?: "admin" | "sis"): void
  /** `change` alters the copy it is given, or returns another. Throws where there is no such user. */
  editUser(primaryId: string, change: (user: AlmaUser) => AlmaUser | void, by?: "admin" | "sis"): void
  setPassword(primaryId: string, password: string, mustChange?: boolean): void
  history(primaryId?: string): HistoryEntry[]
  requests(): RequestLogEntry[]
  peakPerSecond(): number
  /** Whether this password lets the person in now: Internal, active, not expired, and right. */
  passwordWorks(primaryId: string, password: string): boolean
  mustChangePassword(primaryId: string): boolean
  setSsoUp(up: boolean): void
  /** Back to the people of the start, with no sets, runs, history or faults. */
  reset(): void
}

/** Starts a practice Alma. Loads `stateFile` where there is one. */
export async function startPracticeAlma(options: PracticeAlmaOptions = {}): Promise<PracticeAlma> {
  const settings = settingsOf(options)
  const store = new Store(new History(settings.clock), settings.clock)
  const people = options.people ?? practicePeople()
  const log = new RequestLog()
  const runner = new JobRunner(store, settings.jobMs)
  const faults = new FaultSwitch(settings.seed)
  let url = ""
  const world: World = {
    settings,
    store,
    faults,
    runner,
    later: (ms, work) => runner.after(ms, work),
    base: () => `${url}/almaws/v1`,
    clock: settings.clock,
  }
  const saver = options.stateFile ? new StateSaver(options.stateFile, () => store.snapshot()) : null
  const saved = options.stateFile ? loadState(options.stateFile) : null
  if (saved) store.restore(saved)
  else populate(store, people)
  store.onChange = () => saver?.touch()
  store.onChange()
  const control = options.controlToken ? { token: options.controlToken, alma: () => alma } : null
  const server = createPracticeServer({ world, log, control })
  await new Promise<void>((done, fail) => {
    server.once("error", fail)
    server.listen(settings.port, settings.host, done)
  })
  const { port } = server.address() as AddressInfo
  url = `http://${settings.host}:${port}`
  runner.resume()
  const alma: PracticeAlma = {
    url,
    port,
    apiKey: Object.keys(settings.keys)[0] ?? "",
    faults,
    ...inspection(store, log),
    ...changes(store),
    setSsoUp: (up) => {
      settings.ssoUp = up
    },
    reset: () => {
      runner.stop()
      faults.clear()
      log.clear()
      populate(store, people)
    },
    close: async () => {
      runner.stop()
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeAllConnections()
      await closed
      await saver?.flush()
    },
  }
  return alma
}

function settingsOf(options: PracticeAlmaOptions): Settings {
  const full: KeyRights = { read: true, write: true, conf: true, confWrite: true }
  return {
    port: options.port ?? 0,
    host: options.host ?? "127.0.0.1",
    ratePerSecond: options.ratePerSecond ?? 25,
    latencyMs: options.latencyMs ?? 0,
    directAllowed: options.directAllowed ?? false,
    jobMs: options.jobMs ?? 1_500,
    jobLimits: options.jobLimits ?? { running: 3, startsPerHour: 5 },
    keys: options.keys ?? { [PRACTICE_API_KEY]: full },
    institution: options.institution ?? { value: "01PRACTICE_INST", desc: "Practice University Library" },
    environment: options.environment ?? "sandbox",
    authWhileForced: options.authWhileForced ?? "allowed",
    pinWipedByPut: options.pinWipedByPut ?? true,
    mandatoryFields: options.mandatoryFields ?? ["record_type", "primary_id", "account_type"],
    addsPatron: options.addsPatron ?? "created",
    oddShapes: options.oddShapes ?? false,
    encodedSlash: options.encodedSlash ?? "allowed",
    ssoUp: options.ssoUp ?? false,
    mailLogin: options.mailLogin ?? false,
    timeZone: options.timeZone ?? "America/Chicago",
    seed: options.seed ?? 1,
    clock: options.clock ?? (() => new Date()),
  }
}

function populate(store: Store, people: AlmaUser[]): void {
  store.clear()
  for (const user of people) store.add(user, { by: "sis", requestId: "start" })
  store.history.clear()
}

function inspection(store: Store, log: RequestLog) {
  return {
    user: (primaryId: string) => structuredClone(store.byPrimaryId(primaryId)?.user),
    users: () => structuredClone([...store.accounts.values()].map((account) => account.user)),
    history: (primaryId?: string) => store.history.of(primaryId),
    requests: () => log.all(),
    peakPerSecond: () => log.peakPerSecond(),
    passwordWorks: (primaryId: string, password: string) => {
      const account = store.byPrimaryId(primaryId)
      if (!account || accountTypeOf(account.user) !== "INTERNAL") return false
      return accountOpen(account, store.clock()) && passwordMatches(account.passwordHash, password)
    },
    mustChangePassword: (primaryId: string) => store.byPrimaryId(primaryId)?.mustChange ?? false,
  }
}

function changes(store: Store) {
  const cause = (by: "admin" | "sis") => ({ by, requestId: `by-${by}` })
  const found = (primaryId: string) => {
    const account = store.byPrimaryId(primaryId)
    if (!account) throw new Error(`The practice Alma has no user ${primaryId}`)
    return account
  }
  const put = (account: ReturnType<typeof found>, next: AlmaUser, by: "admin" | "sis") => {
    if (by === "admin") noteHandEdits(account, next)
    store.replace(account, next, cause(by))
  }
  return {
    setUser: (user: AlmaUser, by: "admin" | "sis" = "sis") => {
      const account = store.byPrimaryId(primaryIdOf(user))
      if (account) put(account, user, by)
      else store.add(user, cause(by))
    },
    removeUser: (primaryId: string, by: "admin" | "sis" = "admin") => store.remove(
      found(primaryId),
      cause(by),
    ),
    editUser: (
      primaryId: string,
      change: (user: AlmaUser) => AlmaUser | void,
      by: "admin" | "sis" = "admin",
    ) => {
      const account = found(primaryId)
      const copy = structuredClone(account.user)
      put(account, change(copy) ?? copy, by)
    },
    setPassword: (primaryId: string, password: string, mustChange = false) =>
      store.setPassword(found(primaryId), hashPassword(password), mustChange, cause("admin")),
  }
}

/** Alma remembers which fields a person edited by hand, and keeps them on a PUT. */
function noteHandEdits(account: { user: AlmaUser; handEdited: string[] }, next: AlmaUser): void {
  for (const field of HAND_EDITED_FIELDS) {
    const same = JSON.stringify(account.user[field]) === JSON.stringify(next[field])
    if (!same && !account.handEdited.includes(field)) account.handEdited.push(field)
  }
}
