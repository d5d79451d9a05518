import { setTimeout as delay } from "node:timers/promises"
import type { RequestBudget } from "@/lib/domain/request-budget"
import { AlmaCaller } from "@/lib/alma/alma-caller"
import { BudgetQueue } from "@/lib/alma/budget-queue"
import { ConfCalls } from "@/lib/alma/conf"
import { HttpTransport, MAX_CONNECTIONS, type Transport } from "@/lib/alma/http"
import { JobCalls } from "@/lib/alma/jobs"
import { SetCalls } from "@/lib/alma/sets"
import { UserCalls } from "@/lib/alma/users"

export interface AlmaConnection {
  /** "https://api-na…" or "http://127.0.0.1:1234"; without a path, or with /almaws/v1. */
  baseUrl: string
  apiKey: string
  /** The institution's, shared by every process. */
  budget: RequestBudget
  /** For one whole exchange; 8000 unless said otherwise. */
  timeoutMs?: number
  /** Instead of HTTP to `baseUrl`: an Alma in the same process. */
  transport?: Transport
  sleep?: (ms: number) => Promise<void>
  /** 0 up to 1. */
  random?: () => number
  /** Monotonic milliseconds. */
  now?: () => number
}

type Calls<T> = { [K in keyof T]: T[K] }

/** Every call answers with an AlmaOutcome and none throws. `close` ends the connections. */
export interface AlmaClient extends Calls<UserCalls>, Calls<SetCalls>, Calls<JobCalls>, Calls<ConfCalls> {
  close(): Promise<void>
}

const TIMEOUT_MS = 8_000

/**
 * A client of one Alma, with connections of its own. Every request of one client passes one queue, so keep
 * one client an institution and process. The address must have passed `normaliseBaseUrl`.
 */
export function createAlmaClient(connection: AlmaConnection): AlmaClient {
  const { budget, apiKey, random = Math.random } = connection
  const sleep = connection.sleep ?? ((ms: number) => delay(ms))
  const now = connection.now ?? (() => performance.now())
  const { origin } = new URL(connection.baseUrl)
  const transport = connection.transport ?? new HttpTransport(origin, connection.timeoutMs ?? TIMEOUT_MS)
  const queue = new BudgetQueue({ budget, maxInFlight: MAX_CONNECTIONS, sleep, now })
  const caller = new AlmaCaller({ transport, queue, budget, apiKey, sleep, random })
  return assemble(caller, transport)
}

function assemble(caller: AlmaCaller, transport: Transport): AlmaClient {
  const users = new UserCalls(caller)
  const sets = new SetCalls(caller)
  const jobs = new JobCalls(caller)
  const conf = new ConfCalls(caller)
  return {
    getUser: users.getUser.bind(users),
    putUser: users.putUser.bind(users),
    createUser: users.createUser.bind(users),
    searchUsers: users.searchUsers.bind(users),
    listUsers: users.listUsers.bind(users),
    checkPassword: users.checkPassword.bind(users),
    createSet: sets.createSet.bind(sets),
    findSetByName: sets.findSetByName.bind(sets),
    getSet: sets.getSet.bind(sets),
    setMembers: sets.setMembers.bind(sets),
    addSetMembers: sets.addSetMembers.bind(sets),
    deleteSet: sets.deleteSet.bind(sets),
    getJob: jobs.getJob.bind(jobs),
    runJob: jobs.runJob.bind(jobs),
    findJobInstance: jobs.findJobInstance.bind(jobs),
    getJobInstance: jobs.getJobInstance.bind(jobs),
    general: conf.general.bind(conf),
    serverTime: conf.serverTime.bind(conf),
    canReadUsers: conf.canReadUsers.bind(conf),
    canWriteUsers: conf.canWriteUsers.bind(conf),
    canReadConf: conf.canReadConf.bind(conf),
    canWriteConf: conf.canWriteConf.bind(conf),
    codeTable: conf.codeTable.bind(conf),
    integrationProfiles: conf.integrationProfiles.bind(conf),
    staffLoginReport: conf.staffLoginReport.bind(conf),
    close: () => transport.close(),
  }
}
