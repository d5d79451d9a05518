import path from "node:path"
import { z } from "zod"
import { isRandomKey } from "@/lib/domain/random-key"
import { StartProblem } from "@/lib/domain/start-problem"

/** An empty variable is one that isn't set, as in `PORT= npm start`. */
const blankIsUnset = (value: unknown) => (value === "" ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema.optional())
const number = (name: string, least: number, most: number, otherwise: number) =>
  z.preprocess(
    blankIsUnset,
    z
      .string()
      .regex(/^\d{1,9}$/, `${name} must be a whole number from ${least} to ${most}.`)
      .transform(Number)
      .refine((value) => value >= least && value <= most, `${name} must be a whole number from ${least} to ${most}.`)
      .default(otherwise),
  )

/** A switch that is 0 unless it is set to 1. */
const flag = (name: string) =>
  z
    .preprocess(blankIsUnset, z.enum(["0", "1"], { error: `${name} must be 0 or 1.` }).default("0"))
    .transform((value) => value === "1")

const hostAndPort = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+):\d{1,5}$/i

const OIDC_ISSUER = "LANTERN_OIDC_ISSUER must be an https address such as https://login.example.edu, without a query."

/** As OpenID Connect Discovery 1.0, 3 asks: https, no query, no fragment. Plain http on this machine is for tests. */
function isSafeIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, search, hash, username, password } = new URL(text)
  const here = ["localhost", "127.0.0.1", "[::1]"].includes(hostname)
  return (protocol === "https:" || here) && `${search}${hash}${username}${password}` === ""
}

/** Nothing is stretched here, so it must not be a password. */
const notRandom = (what: string) => `${what} must be 32 random bytes in base64 or hex, as openssl rand -base64 32 makes them.`

const schema = z.object({
  /** A Postgres 15 or later; without it Lantern runs its own. */
  DATABASE_URL: optional(z.string()),
  /** Everything Lantern keeps outside the database. Absolute. */
  LANTERN_DATA_DIR: z
    .preprocess(blankIsUnset, z.string().default(".lantern"))
    .transform((folder) => path.resolve(folder))
    // Node's recursive mkdir never returns there.
    .refine((folder) => !/^\/(proc|sys)(\/|$)/.test(folder), { error: "LANTERN_DATA_DIR must be a folder on a disk." }),
  PORT: number("PORT", 1, 65_535, 3000),
  /** Where people reach Lantern; stands in links and on slips. No slash at its end. */
  LANTERN_URL: optional(
    z
      .url({ protocol: /^https?$/, error: "LANTERN_URL must be an address such as https://lantern.example.edu." })
      .transform((url) => url.replace(/\/+$/, "")),
  ),
  /** Whether the practice Alma runs beside Lantern. */
  LANTERN_PRACTICE: z
    .preprocess(blankIsUnset, z.enum(["0", "1"], { error: "LANTERN_PRACTICE must be 0 or 1." }).default("1"))
    .transform((value) => value === "1"),
  /** Opens the practice Alma's /practice/ routes to who sends this token, for tests that make it fail. */
  LANTERN_PRACTICE_TOKEN: optional(z.string()),
  /** How long every account of an outage must be seen External before the outage closes. */
  LANTERN_QUIET_PERIOD_SECONDS: number("LANTERN_QUIET_PERIOD_SECONDS", 1, 86_400, 600),
  /** `host:port` of Alma APIs outside Ex Libris's known regions that Lantern may call. */
  LANTERN_ALLOW_API_HOSTS: z
    .preprocess(blankIsUnset, z.string().default(""))
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((hosts) => hosts.every((host) => hostAndPort.test(host)), {
      error: "LANTERN_ALLOW_API_HOSTS must be a list of host:port, separated by commas.",
    }),
  /** The mail server, as smtp://user:password@host:port or smtps://…; without it Lantern sends no mail. */
  LANTERN_SMTP_URL: optional(z.url({ protocol: /^smtps?$/, error: "LANTERN_SMTP_URL must be an address such as smtp://mail.example.edu:587." })),
  /** Whom Lantern's mail comes from, such as "Lantern <lantern@example.edu>". */
  LANTERN_MAIL_FROM: optional(z.string().max(320)),
  /** A file that whatever backs the database up touches when it is done; without it, `backup-done` in the data folder. Absolute. */
  LANTERN_BACKUP_MARK_FILE: optional(z.string().transform((file) => path.resolve(file))),
  /** Campus sign-on by OpenID Connect, for quiet days: only when issuer, client id and client secret are all set. */
  LANTERN_OIDC_ISSUER: optional(
    z
      .url({ protocol: /^https?$/, error: OIDC_ISSUER })
      .refine((url) => isSafeIssuer(url), { error: OIDC_ISSUER }),
  ),
  LANTERN_OIDC_CLIENT_ID: optional(z.string().max(500)),
  LANTERN_OIDC_CLIENT_SECRET: optional(z.string().max(2000)),
  /** How many proxies stand in front of Lantern and write `X-Forwarded-For`; with 0 that header is ignored. */
  LANTERN_TRUST_PROXY: number("LANTERN_TRUST_PROXY", 0, 10, 0),
  /** Whether the names below Lantern's own are reached by https alone as well. */
  LANTERN_HSTS_SUBDOMAINS: flag("LANTERN_HSTS_SUBDOMAINS"),
  /** Set by `npm start` for the parts of Lantern that it starts: where the embedded database keeps its files. */
  LANTERN_OWN_DATABASE: optional(z.string()),
  /** The key that encrypts secrets in the database; without it, one is kept in the data folder. */
  LANTERN_KEY: optional(z.string().refine(isRandomKey, { error: notRandom("LANTERN_KEY") })),
  /** Keys that came after `LANTERN_KEY`, oldest first: the last one seals, the others only open. */
  LANTERN_NEW_KEYS: z.preprocess(blankIsUnset, z.string().default("")).transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((keys) => keys.every(isRandomKey), { error: notRandom("LANTERN_NEW_KEYS") }),
  /** Where the epoch is kept outside the database; without it, in the data folder. Absolute. */
  LANTERN_EPOCH_FILE: optional(z.string().transform((file) => path.resolve(file))),
})

export type Env = Omit<z.infer<typeof schema>, "LANTERN_URL"> & { LANTERN_URL: string }

/**
 * Settings from `variables`, checked.
 * @throws StartProblem that names the first variable that is wrong
 */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const parsed = schema.safeParse(variables)
  if (!parsed.success) throw new StartProblem(parsed.error.issues[0]?.message ?? "A setting is wrong.")
  const values = parsed.data
  return { ...values, LANTERN_URL: values.LANTERN_URL ?? `http://localhost:${values.PORT}` }
}

export interface CampusSettings {
  /** As the provider names itself, to the letter. */
  issuer: string
  clientId: string
  clientSecret: string
}

/** Null unless all three are set: campus sign-on is never needed. */
export function campusSettings(settings: Env): CampusSettings | null {
  const { LANTERN_OIDC_ISSUER: issuer, LANTERN_OIDC_CLIENT_ID: clientId, LANTERN_OIDC_CLIENT_SECRET: clientSecret } = settings
  return issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : null
}

let known: Env | undefined

/** This process's settings: the one place that reads its environment. */
export function env(): Env {
  return (known ??= parseEnv(process.env))
}

/** After this process changed its own environment for the parts of Lantern it starts. */
export function rereadEnv(): void {
  known = undefined
}

/** Where the epoch is kept outside the database. */
export function epochFile(settings: Env): string {
  return settings.LANTERN_EPOCH_FILE ?? path.join(settings.LANTERN_DATA_DIR, "epoch")
}

/** A variable that the operator names, as with `--api-key-env`. */
export function namedVariable(name: string): string | undefined {
  return process.env[name]
}

/** The folder that the operator stood in: scripts/lantern.mjs itself works from Lantern's own. */
export function calledFrom(): string {
  return process.env.LANTERN_CALLED_FROM || process.cwd()
}
