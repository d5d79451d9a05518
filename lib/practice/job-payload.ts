/** The job Update/Notify Users, as numbered where its payload was seen. */
export const JOB_ID = "M148"
export const JOB_NAME = "Update/Notify Users"

/** The values of this practice Alma's drop-down "Set account to". Opaque to Lantern, as Alma's are. */
export const TO_INTERNAL = "INTERNAL"
export const TO_EXTERNAL = "EXTERNAL"

const P = "UPDATE_User_Information_"
export const SET_ACCOUNT_ACTIVE = `${P}SetAccountTo_Active`
export const SET_ACCOUNT_VALUE = `${P}SetAccountTo_Value`
export const KEEP_PASSWORD_ACTIVE = `${P}DontGeneratePassword_Active`

/** Each change the job can make, with what its drop-down showed first. */
const CHANGES: Record<string, string> = {
  [`${P}UserGroup`]: "ADMIN",
  [`${P}Campus`]: "",
  [`${P}Status`]: "ACTIVE",
  [`${P}Expiry_Date`]: "0",
  [`${P}Purge_Date`]: "0",
  [`${P}JobDescription`]: "",
  [`${P}Title`]: "Null",
  [`${P}CatalogerLevel`]: "00",
  [`${P}AddBlock`]: "02-GLOBAL",
  [`${P}DisableBlock`]: "02-GLOBAL",
  [`${P}AddRole`]: "56",
  [`${P}RemoveRole`]: "56",
  [`${P}AddStatistics`]: "AL",
  [`${P}RemoveStatistics`]: "AL",
  [`${P}AddNote`]: "",
  [`${P}RSL`]: "",
  [`${P}RemoveRSL`]: "",
  [`${P}Opt_In_Patron_Letters`]: "Null",
  [`${P}Opt_Out_Patron_Letters`]: "Null",
  [`${P}DisableSMS`]: "false",
  [`${P}DontGeneratePassword`]: "false",
  [`${P}ExportToCloudIdP`]: "false",
  SEND_Notification_To_User: "SOCIAL_LOGIN_INVITAION",
}
const CONDITIONS = ["UserGroup", "Campus", "Status", "Expiry_Date", "Purge_Date", "JobDescription", "Title"]
const SCOPED = ["AddBlock", "DisableBlock", "AddRole", "RemoveRole", "AddStatistics", "AddNote"]

export interface PayloadParameter {
  name: { value: string }
  value: string
}

/** All 72 parameters that the screen sends, with only the account-type change ticked. */
export function jobParameters(target: string, setId: string, jobName: string): PayloadParameter[] {
  const list: [string, string][] = [["PRODUCT", "alma"]]
  for (const [name, value] of Object.entries(CHANGES)) {
    list.push([`${name}_Active`, "false"], [`${name}_Value`, value])
  }
  list.push([SET_ACCOUNT_ACTIVE, "true"], [SET_ACCOUNT_VALUE, target])
  for (const name of CONDITIONS) list.push([`${P}${name}_Condition`, "Null"])
  for (const name of SCOPED) list.push([`${P}${name}_Scope`, "Null"], [`${P}${name}_Scope_Name`, "Null"])
  list.push([`${P}RemoveStatistics_Scope`, "Null"], [`${P}FieldType_Value`, "BY_USER_ACCOUNT_TYPE"])
  list.push(["set_id", setId], ["job_name", jobName])
  return list.map(([name, value]) => ({ name: { value: name }, value }))
}

/**
 * The text of the API Information panel that this practice Alma's screen shows for "make
 * Internal": what a librarian pastes into Lantern once.
 */
export function practiceJobPayload(target: string = TO_INTERNAL): string {
  const jobName = `${JOB_NAME} - via API - Practice set`
  const parameter = jobParameters(target, "9563640000000561", jobName)
  return `POST /almaws/v1/conf/jobs/${JOB_ID}?op=run\n\n${JSON.stringify({ parameter }, null, 2)}\n`
}
