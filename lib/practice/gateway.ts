import { perSecondThreshold, unauthorized, type Answer } from "./answer"
import type { KeyRights } from "./types"

const WINDOW_MS = 1_000

/** The gateway's limit: requests over it in any sliding second are refused unprocessed. */
export class RateGate {
  private accepted: number[] = []
  private refusals = 0

  constructor(private readonly perSecond: number) {}

  /** The refusal, as JSON and XML by turns, or null where the request may pass. */
  refuse(ms: number): Answer | null {
    if (this.perSecond <= 0) return null
    while ((this.accepted[0] ?? ms) <= ms - WINDOW_MS) this.accepted.shift()
    if (this.accepted.length < this.perSecond) {
      this.accepted.push(ms)
      return null
    }
    this.refusals += 1
    return perSecondThreshold(this.refusals % 2 === 0 ? "json" : "xml")
  }
}

/** `Authorization: apikey KEY` must be a known key with the right that the request needs. */
export function refuseKey(
  keys: Record<string, KeyRights>,
  header: string | undefined,
  segments: string[],
  method: string,
): Answer | null {
  const key = /^apikey\s+(\S+)$/i.exec(header ?? "")?.[1] ?? ""
  const rights = Object.hasOwn(keys, key) ? keys[key] : undefined
  const conf = segments[0] === "conf"
  const write = method !== "GET"
  const allowed = conf ? (write ? rights?.confWrite : rights?.conf) : write ? rights?.write : rights?.read
  return allowed ? null : unauthorized()
}
