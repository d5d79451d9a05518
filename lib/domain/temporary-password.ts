/**
 * Small letters and digits that nobody mixes up when reading them off a screen: 24 of them, so
 * that 12 characters carry 55 bits (12 × log2 24).
 */
export const PASSWORD_ALPHABET = "abcdefghjkmnpqrtwxy34679"
export const PASSWORD_LENGTH = 12

/**
 * A temporary password. `randomByte` gives uniform bytes, 0 to 255. Alma refuses passwords that
 * contain the user name (500038), so such a draw, and one without both kinds, is drawn again.
 */
export function temporaryPassword(userName: string, randomByte: () => number): string {
  for (let tries = 0; ; tries++) {
    const password = Array.from({ length: PASSWORD_LENGTH }, () => character(randomByte)).join("")
    const mixed = /[a-z]/.test(password) && /\d/.test(password)
    const holdsName = userName !== "" && password.includes(userName.toLowerCase())
    if ((mixed && !holdsName) || tries > 200) return password
  }
}

const WORDS: Record<string, string> = {
  a: "alfa", b: "bravo", c: "charlie", d: "delta", e: "echo", f: "foxtrot", g: "golf", h: "hotel",
  j: "juliett", k: "kilo", m: "mike", n: "november", p: "papa", q: "quebec", r: "romeo", t: "tango",
  w: "whiskey", x: "x-ray", y: "yankee", "3": "three", "4": "four", "6": "six", "7": "seven", "9": "nine",
}

/** The word to say for each character of a password. */
export function spokenWords(password: string): string[] {
  return [...password].map((character) => WORDS[character] ?? character)
}

/** "Kilo, seven, Quebec, X-ray": a whole password as one says it, letters told from digits by their capital. */
export function sayAloud(password: string): string {
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
  return [...password].map((one, at) => (/\d/.test(one) ? spokenWords(password)[at]! : capital(spokenWords(password)[at]!))).join(", ")
}

function character(randomByte: () => number): string {
  const size = PASSWORD_ALPHABET.length
  const limit = 256 - (256 % size)
  for (;;) {
    const byte = randomByte()
    if (byte < limit) return PASSWORD_ALPHABET[byte % size]!
  }
}
