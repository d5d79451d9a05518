export interface NamedValue {
  name: string
  value: string
}

const UPDATE = "UPDATE_User_Information_"
export const SET_ACCOUNT_ACTIVE = `${UPDATE}SetAccountTo_Active`
export const SET_ACCOUNT_VALUE = `${UPDATE}SetAccountTo_Value`
export const KEEP_PASSWORD_ACTIVE = `${UPDATE}DontGeneratePassword_Active`

/** Anything but a plain "off" counts as on, so that an unknown spelling is refused. */
export function isOn({ name, value }: NamedValue): boolean {
  return /_active$/i.test(name) && !["", "false", "null"].includes(value.trim().toLowerCase())
}

/**
 * What a payload that was accepted makes Alma's job do, a sentence each. Alma's value of the account type is its own: what
 * it reads like is said, and only reading an account proves it.
 */
export function jobWords(parameters: readonly NamedValue[]): string[] {
  const target = parameters.find(({ name }) => name === SET_ACCOUNT_VALUE)?.value.trim().slice(0, 60) ?? ""
  const keepsPasswords = parameters.some((each) => each.name === KEEP_PASSWORD_ACTIVE && isOn(each))
  return [
    targetWords(target),
    "It will send no letters.",
    "It will change nothing else: no status, expiry date, user group, role, block or note.",
    keepsPasswords
      ? "It keeps old passwords: one that somebody had while they were Internal before may work again. In Alma, “Don't generate password” is better off."
      : "It gives those accounts a new password that nobody knows; staff get theirs at pick-up.",
  ]
}

function targetWords(target: string): string {
  if (/^internal$/i.test(target)) return "This job will make accounts Internal."
  if (/external/i.test(target)) {
    return `This job will set the account type to “${target}”, which reads as if it made accounts External. Choose Internal in Alma and copy the panel again, unless a proof on one account shows that this is right.`
  }
  return `This job will set the account type to “${target}”. What that is, only a proof on one account shows.`
}
