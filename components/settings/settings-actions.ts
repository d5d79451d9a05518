import type { Action } from "@/components/action-result/run-action"
import type { ConnectStep } from "@/lib/domain/connect-steps"
import type { ChangedSettings, ConnectedInstitution, SisProfiles, StoredPayload } from "@/lib/domain/settings-views"
import type { Route } from "@/lib/domain/states"

/** What is left out stays as it is. */
export interface SettingsChange {
  institution?: string
  name?: string
  apiUrl?: string
  apiKey?: string
  almaCode?: string
  loginUrl?: string
  ssoUrl?: string
  ssoMetadataUrl?: string
  timeZone?: string
  sisProfile?: string
  sisGroups?: string[]
  helpContact?: string
  rate?: number
  route?: Route
  step?: Exclude<ConnectStep, "key">
}

export interface SettingsActions {
  change: Action<SettingsChange, ChangedSettings>
  offerSisProfiles: Action<{ institution?: string }, SisProfiles>
  setJobPayload: Action<{ institution?: string; text: string }, StoredPayload>
}

export type ConnectAction = Action<
  { code: string; name: string; apiUrl: string; apiKey: string; almaCode: string; loginUrl: string },
  ConnectedInstitution
>
