import { randomInt } from "node:crypto"
import { isObject } from "./record"

/** What a handler decided; the server turns it into bytes. */
export interface Answer {
  status: number
  type: string
  body: string
  /** The error's code, for the request log. */
  code: string | null
  headers?: Record<string, string>
}

/** A refusal in Alma's own words, made into JSON or XML by what the caller accepts. */
export class AlmaRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message)
  }
}

export const JSON_TYPE = "application/json;charset=UTF-8"
export const XML_TYPE = "application/xml;charset=UTF-8"

export function json(value: unknown, status = 200): Answer {
  return { status, type: JSON_TYPE, body: JSON.stringify(value), code: null }
}

export function noContent(): Answer {
  return { status: 204, type: JSON_TYPE, body: "", code: null }
}

export function html(body: string, status = 200): Answer {
  return { status, type: "text/html;charset=UTF-8", body, code: null }
}

/** Recorded form: E01-<ddMMHHmmss>-<5>-AWAE<9 digits>. */
export function trackingId(now: Date): string {
  const two = (value: number) => String(value).padStart(2, "0")
  const stamp = [
    now.getUTCDate(),
    now.getUTCMonth() + 1,
    now.getUTCHours(),
    now.getUTCMinutes(),
    now.getUTCSeconds(),
  ]
  const signs = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
  const letters = Array.from({ length: 5 }, () => signs[randomInt(signs.length)]).join("")
  return `E01-${stamp.map(two).join("")}-${letters}-AWAE${randomInt(100_000_000, 999_999_999)}`
}

export interface ErrorShape {
  /** One error as an object instead of a list, and "true" as a string: both seen. */
  odd?: boolean
}

export function jsonError(
  code: string,
  message: string,
  status: number,
  now: Date,
  shape: ErrorShape = {},
): Answer {
  const error = { errorCode: code, errorMessage: message, trackingId: trackingId(now) }
  const body = shape.odd
    ? { errorsExist: "true", errorList: { error }, result: null }
    : { errorsExist: true, errorList: { error: [error] }, result: null }
  return { ...json(body, status), code }
}

export function xmlError(code: string, message: string, status: number, now: Date | null): Answer {
  const tracking = now ? `<trackingId>${trackingId(now)}</trackingId>` : ""
  const body =
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<web_service_result xmlns="http://com/exlibris/urm/general/xmlbeans"><errorsExist>true</errorsExist>' +
    `<errorList><error><errorCode>${escapeXml(code)}</errorCode>` +
    `<errorMessage>${escapeXml(message)}</errorMessage>${tracking}</error></errorList></web_service_result>`
  return { status, type: XML_TYPE, body, code }
}

/** A bad key or a missing right: XML although JSON was asked for (recorded). */
export function unauthorized(): Answer {
  return xmlError("UNAUTHORIZED", "API-key not defined or not configured to allow this API.", 400, null)
}

export type ThrottleBody = "json" | "xml" | "none"

export function perSecondThreshold(body: ThrottleBody): Answer {
  const message = "HTTP requests are more than allowed per second. See https://goo.gl/2x1c1M "
  return throttled("PER_SECOND_THRESHOLD", message, body)
}

export function dailyThreshold(body: ThrottleBody): Answer {
  const message =
    "Daily API Request Threshold has been reached. For details see: " +
    "https://developers.exlibrisgroup.com/alma/apis#threshold"
  return throttled("DAILY_THRESHOLD", message, body)
}

function throttled(code: string, message: string, body: ThrottleBody): Answer {
  if (body === "none") return { status: 429, type: "text/plain", body: "", code }
  if (body === "xml") return xmlError(code, message, 429, null)
  const error = { errorCode: code, errorMessage: message }
  return { ...json({ errorList: { error: [error] }, errorsExist: true, result: null }, 429), code }
}

/** A record as XML, for a caller who didn't ask for JSON. */
export function toXml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => toXml(name, each)).join("")
  if (isObject(value)) {
    const inner = Object.entries(value).map(([key, each]) => toXml(key, each))
    return `<${name}>${inner.join("")}</${name}>`
  }
  if (value === null || value === undefined) return `<${name}/>`
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return `<${name}>${escapeXml(text)}</${name}>`
}

export function escapeXml(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }
  return text.replace(/[&<>"]/g, (each) => names[each] ?? each)
}
