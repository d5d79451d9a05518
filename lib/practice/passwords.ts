import { randomBytes, randomInt, scryptSync, timingSafeEqual } from "node:crypto"

/** Cheap on purpose: the people are invented, and a run may set thousands of passwords. */
const COST = { N: 1024, r: 8, p: 1 }
const COMMON = ["password", "12345678", "qwertyui", "letmein1", "welcome1", "iloveyou", "library1", "changeme"]
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

export function hashPassword(password: string): string {
  const salt = randomBytes(16)
  return `${salt.toString("base64")}$${scryptSync(password, salt, 32, COST).toString("base64")}`
}

export function passwordMatches(hash: string | null, password: string): boolean {
  const [salt, digest] = hash?.split("$") ?? []
  if (!salt || !digest) return false
  const wanted = Buffer.from(digest, "base64")
  return timingSafeEqual(wanted, scryptSync(password, Buffer.from(salt, "base64"), wanted.length, COST))
}

/** The hash of 10 random characters that nobody learns: what the job leaves behind. */
export function randomPasswordHash(): string {
  return hashPassword(Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join(""))
}

/** Alma documentation, 500038: at least 8 characters, not the user name, nothing common. */
export function passwordAllowed(password: string, userName: string): boolean {
  const lower = password.toLowerCase()
  if (password.length < 8) return false
  if (userName !== "" && lower.includes(userName.toLowerCase())) return false
  return !COMMON.some((common) => lower.includes(common))
}
