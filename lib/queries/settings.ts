import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { mayAddInstitutions } from "@/lib/auth/permissions"
import { getDb } from "@/lib/db/client"
import { readInstitutionSettings } from "@/lib/db/institution-settings"
import { readSignOnHistory } from "@/lib/db/sign-on"
import { may } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import type { InstitutionSettingsView } from "@/lib/domain/settings-views"
import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import { requireViewer } from "./viewer"

/** What is set of the institution that the person looks at. */
export async function institutionSettingsView(): Promise<InstitutionSettingsView> {
  const { institution } = await requireViewer()
  return readInstitutionSettings(getDb().prisma, await requireActor(), institution.id)
}

/** Whether the person may connect another institution. */
export async function mayConnect(): Promise<boolean> {
  return mayAddInstitutions(await requireActor())
}

/** Both null: a new institution. */
interface ConnectView {
  settings: InstitutionSettingsView | null
  signOn: SignOnHistoryView | null
}

/**
 * Where connecting goes on: at the institution that is named, if it is theirs to manage, else at a new one, else at their own.
 * Null: nothing that this person may connect.
 */
export async function connectView(named: string | undefined): Promise<ConnectView | null> {
  const { institution } = await requireViewer()
  const actor = await requireActor()
  const db = getDb().prisma
  if (named === undefined && mayAddInstitutions(actor)) return { settings: null, signOn: null }
  try {
    const settings = await readInstitutionSettings(db, actor, named ?? institution.id)
    if (!may(actor, "institution.manage", settings.id)) return null
    return { settings, signOn: await readSignOnHistory(db, settings, new Date()) }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
