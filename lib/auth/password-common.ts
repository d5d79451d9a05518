import { dictionary } from "@zxcvbn-ts/language-common"

let known: Set<string> | undefined

/** Of the 49,000 commonest leaked passwords (zxcvbn-ts), in lower case. Read at the first use, on the server alone. */
export function isLeaked(lower: string): boolean {
  return (known ??= new Set(dictionary["passwords-common"])).has(lower)
}
