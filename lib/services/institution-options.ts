import { isIP } from "node:net"
import { z } from "zod"
import { normaliseBaseUrl } from "@/lib/alma/base-url"
import { LATER_STEPS } from "@/lib/domain/connect-steps"
import { AppError } from "@/lib/domain/errors"
import { ROUTES } from "@/lib/domain/states"

/** The most requests a second that any institution's Alma takes (Alma documentation: API thresholds). */
const MOST_REQUESTS = 50

const code = z
  .string("Give the institution's code.")
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{2,8}$/, "The code is the institution's letters, such as ABC: 2 to 8 letters and digits.")
const name = z.string("Give the institution's name.").trim().min(1, "Give the institution's name.").max(200, "The name may have at most 200 characters.")
const apiUrl = z.string("Give the address of the Alma API.")
const apiKey = z
  .string("Give the API key.")
  .trim()
  .regex(/^[!-~]{8,200}$/, "The API key is one word of 8 to 200 letters and digits, as the Ex Libris Developer Network shows it.")
const loginUrl = z.string("Give the address of Alma's internal login page.")
const rateWords = `The rate is a whole number of requests a second, from 1 to ${MOST_REQUESTS}.`
const rate = z.number(rateWords).int(rateWords).min(1, rateWords).max(MOST_REQUESTS, rateWords)
const timeZone = z.string().trim().refine(isTimeZone, "The time zone must be one such as America/Chicago.")
const optionalText = (most: number, words: string) => z.string().trim().max(most, words).transform((text) => text || null)

const group = z.string().trim().min(1, "A user group has a code, such as STAFF.").max(100, "The code of a user group has at most 100 characters.")
const allowanceWords = "The allowance is a whole number of Named Users, from 1 to 100000; empty for none."

const others = {
  ssoUrl: z.string().optional(),
  route: z.enum(ROUTES, `The route must be one of: ${ROUTES.join(", ")}.`).optional(),
  rate: rate.optional(),
  timeZone: timeZone.optional(),
  /** Primary ID of the institution's own back-up admin; empty for none. */
  backupAdminId: optionalText(255, "A Primary ID has at most 255 characters.").optional(),
  helpContact: optionalText(200, "The contact may have at most 200 characters.").optional(),
  /** Profile code of the load that brings staff in: the external id of its accounts. Empty for none. */
  sisProfile: optionalText(100, "A profile code has at most 100 characters.").optional(),
  sisGroups: z.array(group).max(200, "At most 200 user groups can be kept.").transform((codes) => [...new Set(codes)]).optional(),
  ssoMetadataUrl: z.string().optional(),
  namedUserAllowance: z.number(allowanceWords).int(allowanceWords).min(1, allowanceWords).max(100_000, allowanceWords).nullable().optional(),
  /** The institution's code in Alma, such as 01CARLI_ABC: a key that reaches another is refused. */
  almaCode: optionalText(100, "An institution's code in Alma has at most 100 characters.").optional(),
}

export const addInstitutionInput = z.object({ code, name, apiUrl, apiKey, loginUrl, ...others })
export const setInstitutionInput = z.object({
  institution: z.string("Give the institution's code."),
  name: name.optional(),
  apiUrl: apiUrl.optional(),
  apiKey: apiKey.optional(),
  loginUrl: loginUrl.optional(),
  ...others,
  /** The step of connecting that this settles, or passes. */
  step: z.enum(LATER_STEPS, "There is no such step.").optional(),
})
export type AddInstitutionInput = z.input<typeof addInstitutionInput>
export type SetInstitutionInput = z.input<typeof setInstitutionInput>

/** @throws AppError `input` with the reason, as a sentence */
export function almaAddress(text: string, allowHosts: readonly string[]): string {
  const address = normaliseBaseUrl(text, allowHosts)
  if (!address.ok) throw new AppError("input", `API address: ${address.reason} Nothing was stored.`)
  return address.url
}

/**
 * An address that people are sent to. Plain http only on this machine, where the practice Alma is.
 * @throws AppError `input`
 */
export function pageAddress(text: string, what: string): string {
  const refuse = (why: string) => new AppError("input", `The ${what} ${why} Nothing was stored.`)
  const trimmed = text.trim()
  if (trimmed.length > 1000) throw refuse("is longer than 1000 characters.")
  const url = URL.parse(trimmed)
  if (!url) throw refuse("is not a web address; it begins with https://.")
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isThisMachine(url.hostname))) {
    throw refuse("must begin with https://.")
  }
  if (url.username !== "" || url.password !== "") throw refuse("must not hold a user name or a password.")
  return url.href
}

/** Empty means none. */
export function ssoAddress(text: string): string | null {
  return text.trim() === "" ? null : pageAddress(text, "SSO address")
}

/** Empty means none. */
export function metadataAddress(text: string): string | null {
  return text.trim() === "" ? null : pageAddress(text, "address of the SAML metadata")
}

function isThisMachine(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "")
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."))
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text })
    // Offsets such as +05:00 pass too, but know no summer time.
    return /^[A-Z]/i.test(text)
  } catch {
    return false
  }
}
