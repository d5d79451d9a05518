/**
 * Whether a text is 32 random bytes or more, written in hex or base64: nothing that a person thought up. Of 43 random
 * base64 characters fewer than 16 different ones, or none of either case, come up once in 10^9.
 */
export function isRandomKey(text: string): boolean {
  if (/^[0-9a-f]{64,}$/i.test(text)) return new Set(text.toLowerCase()).size >= 9
  return /^[\w+/-]{43,}={0,2}$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && new Set(text).size >= 16
}
