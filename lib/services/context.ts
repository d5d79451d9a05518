import path from "node:path"
import type { AlmaClient } from "@/lib/alma/alma-client"
import { createAlmaClient } from "@/lib/alma/alma-client"
import { normaliseBaseUrl } from "@/lib/alma/base-url"
import type { Transport } from "@/lib/alma/http"
import type { AuditFrame } from "@/lib/db/audit"
import type { Institution } from "@/lib/db/generated/client"
import type { Keyring } from "@/lib/db/keyring"
import { createRequestBudget } from "@/lib/db/request-budget"
import { unseal } from "@/lib/db/seal"
import type { Db } from "@/lib/db/types"
import type { Actor } from "@/lib/domain/actor"
import type { Env } from "@/lib/env"

export interface ServiceSettings {
  /** Seconds that an account must stay External after our last write before it counts as returned. */
  quietSeconds: number
  /** `host:port` of Alma base URLs that the operator allows besides Ex Libris's regions. */
  allowHosts: string[]
  dataDir: string
  /** Where people reach this Lantern, without a slash at the end. */
  publicUrl: string
  /** Null or left out: this Lantern sends no mail. */
  mail?: MailSettings | null
  backups?: BackupSettings
}

export interface MailSettings {
  /** With the user name and password of the mail server: never to be told. */
  smtpUrl: string
  from: string
}

export interface BackupSettings {
  /** Its age says when the database was last backed up. */
  markFile: string
  /** Lantern runs the database itself, so that nobody else sees to its backups. */
  ownDatabase: boolean
}

/** All that a service needs from outside, so that each can run in a test on a real database and the practice Alma. */
export interface ServiceContext {
  db: Db
  keyring: Keyring
  settings: ServiceSettings
  clock: () => Date
  actor: Actor
  almaFor: (institution: Institution) => AlmaClient
  /** Asks for `reconcile` of one institution, now or later. A lost wake-up costs delay, not correctness. */
  wake: (institutionId: string, at?: Date) => Promise<void>
}

/** What a process opened for its services: pages and command alike. */
type Opened = Pick<ServiceContext, "db" | "keyring" | "actor" | "almaFor" | "wake">

/** A context on the real clock with this process's settings; `publicUrl` where it knows better than they do. */
export function contextOf(settings: Env, opened: Opened, publicUrl = settings.LANTERN_URL): ServiceContext {
  return {
    ...opened,
    settings: {
      quietSeconds: settings.LANTERN_QUIET_PERIOD_SECONDS,
      allowHosts: settings.LANTERN_ALLOW_API_HOSTS,
      dataDir: settings.LANTERN_DATA_DIR,
      publicUrl,
      mail: mailSettings(settings),
      backups: {
        markFile: settings.LANTERN_BACKUP_MARK_FILE ?? path.join(settings.LANTERN_DATA_DIR, "backup-done"),
        ownDatabase: settings.DATABASE_URL === undefined || settings.LANTERN_OWN_DATABASE !== undefined,
      },
    },
    clock: () => new Date(),
  }
}

function mailSettings({ LANTERN_SMTP_URL: smtpUrl, LANTERN_MAIL_FROM: from }: Env): MailSettings | null {
  return smtpUrl === undefined || from === undefined ? null : { smtpUrl, from }
}

export function auditFrame(ctx: ServiceContext, chain: string): AuditFrame {
  const personId = ctx.actor.kind === "person" ? ctx.actor.personId : null
  return { keyring: ctx.keyring, chain, actor: { name: ctx.actor.name, personId }, at: ctx.clock() }
}

export function apiKeyPlace(institutionId: string) {
  return { table: "Institution", row: institutionId, institution: institutionId, field: "apiKeySealed" }
}

/**
 * One client an institution and process: its agent keeps connections, and its queue puts pick-ups
 * first. A changed key or address makes a new client. With `allowHosts`, an address that the operator doesn't allow any
 * more is asked nothing: its Alma is as if it couldn't be reached.
 */
export function createAlmaPool(db: Db, keyring: Keyring, allowHosts?: readonly string[]): ServiceContext["almaFor"] {
  const clients = new Map<string, { made: string; client: AlmaClient }>()
  return (institution) => {
    const made = `${institution.apiUrl} ${institution.apiKeySealed}`
    const known = clients.get(institution.id)
    if (known?.made === made) return known.client
    const allowed = !allowHosts || institution.practice || normaliseBaseUrl(institution.apiUrl, allowHosts).ok
    const client = createAlmaClient({
      ...(!allowed && { transport: ASKS_NOTHING }),
      baseUrl: institution.apiUrl,
      apiKey: unseal(keyring, apiKeyPlace(institution.id), institution.apiKeySealed),
      budget: createRequestBudget(db, institution.id),
    })
    clients.set(institution.id, { made, client })
    return client
  }
}

const ASKS_NOTHING: Transport = {
  exchange: () => Promise.resolve({ kind: "failed", sent: false, code: "NOT_ALLOWED" }),
  close: () => Promise.resolve(),
}
