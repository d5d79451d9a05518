import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto"

/** Cheap on purpose: the people are invented, and a run may set thousands of passwords. */
const COST = { N: 1024, r: 8, p: 1 }
const COMMON = [
  "password",
  "12345678",
  "qwertyui",
  "letmein1",
  "welcome1",
  "iloveyou",
  "library1",
  "changeme",
]

export const PASSWORD_RULE =
  "New password must be at least 8 characters long and must not include the user-name " +
  "or any commonly used password."

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

/**
 * What the job's 10 random characters leave behind: nobody learns them, so random bytes do for
 * their hash, without scrypt's time for thousands of members.
 */
export function randomPasswordHash(): string {
  return `${randomBytes(16).toString("base64")}$${randomBytes(32).toString("base64")}`
}

/** Alma documentation, 500038: at least 8 characters, not the user name, nothing common. */
export function passwordAllowed(password: string, userName: string): boolean {
  const lower = password.toLowerCase()
  if (password.length < 8) return false
  if (userName !== "" && lower.includes(userName.toLowerCase())) return false
  return !COMMON.some((common) => lower.includes(common))
}
