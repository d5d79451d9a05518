import { changeInstitutionAction } from "@/lib/actions/change-institution"
import { offerSisProfilesAction } from "@/lib/actions/offer-sis-profiles"
import { setJobPayloadAction } from "@/lib/actions/set-job-payload"

/** What every page of settings can do. */
export const SETTINGS_ACTIONS = { change: changeInstitutionAction, offerSisProfiles: offerSisProfilesAction, setJobPayload: setJobPayloadAction }
