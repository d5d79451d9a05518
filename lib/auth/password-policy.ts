import { isLeaked } from "./password-common"

const LEAST = 12
/** Long enough for any sentence; a limit, because hashing a megabyte is work for an attacker to give us. */
export const LONGEST_PASSWORD = 200

/** Of the lists of leaked passwords, the words that the longer ones are made of. */
const COMMON = [
  "password", "passwort", "passw0rd", "p@ssw0rd", "p@ssword", "qwertyuiop", "qwerty", "azerty", "asdfghjkl", "zxcvbnm",
  "letmein", "welcome", "iloveyou", "administrator", "admin", "changeme", "trustno", "sunshine", "princess", "football",
  "baseball", "superman", "monkey", "dragon", "library", "lantern", "secret", "abc", "1q2w3e4r", "1qaz2wsx",
]
const SEQUENCES = ["abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "98765432109876543210", "qwertyuiopasdfghjklzxcvbnm"]
const WHOLE = ["correcthorsebatterystaple"]

/** Why this can't be the person's password, as a sentence for them; null when it can. */
export function passwordProblem(password: string, person: { email: string; name: string }): string | null {
  const text = password.normalize("NFKC")
  if (Array.from(text).length < LEAST) return `Use at least ${LEAST} characters. A few words in a row are easy to remember.`
  if (text.length > LONGEST_PASSWORD) return `Use at most ${LONGEST_PASSWORD} characters.`
  const lower = text.toLowerCase()
  const own = ownWords(person).find((word) => lower.includes(word))
  if (own) return "Leave your name and your e-mail address out of it: they are the first things to be tried."
  if (isCommon(lower) || isLeakedWord(lower)) return "This is too easy to guess. Use a few words that don't belong together."
  return null
}

function ownWords({ email, name }: { email: string; name: string }): string[] {
  const [local = "", domain = ""] = email.toLowerCase().split("@")
  const words = [local, ...local.split(/[._+-]/), domain.split(".")[0] ?? "", ...name.toLowerCase().split(/\s+/)]
  // Shorter ones stand in many good passwords by chance.
  return words.filter((word) => word.length >= 4)
}

function isCommon(lower: string): boolean {
  if (new Set(lower).size < 5) return true
  const letters = lower.replace(/[^a-z0-9@]/g, "")
  if (WHOLE.includes(letters) || SEQUENCES.some((sequence) => sequence.includes(letters))) return true
  // What is left once the common words, digits and signs are taken out must be something of its own.
  const rest = COMMON.reduce((left, word) => left.replaceAll(word, ""), lower).replace(/[^\p{L}]/gu, "")
  return rest.length < 4
}

/** A leaked password, also where digits and signs stand around it, or where it is said twice to be long enough. */
function isLeakedWord(lower: string): boolean {
  const core = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "")
  const once = /^(.+?)\1+$/u.exec(core)?.[1] ?? core
  return [lower, core, once].some(isLeaked)
}
