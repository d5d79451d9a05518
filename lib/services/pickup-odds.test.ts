import { expect, it } from "vitest"
import { CODE_LENGTH, CODE_LIFE_SECONDS, LIVE_CODE_TRIES, VOUCHING_LIFE_SECONDS } from "@/lib/domain/pickup-code"
import { RECOVERY_CODE_LENGTH, RECOVERY_CODES } from "@/lib/domain/recovery-code"

/*
 * Of one outage, reckoned against Lantern: the guesser knows every Primary ID and the kind of each code, never errs in
 * the check character, comes from so many addresses that nothing slows them down, and keeps the server fully busy with
 * nothing else from the first second to the last.
 */
/** More than two cores look up: each guess takes several queries and an audit entry. */
const GUESSES_A_SECOND = 2_000
/** Codes made face to face, each for one person at a desk: at a minute each, 33 hours without a pause. */
const IN_PERSON = 2_000

it("a slip's code is guessed in an outage with odds under 1 in 10^11, nothing slowed down", () => {
  // A guess names one person, who has one live code; all codes together are no easier to meet than one.
  const odds = (GUESSES_A_SECOND * CODE_LIFE_SECONDS.slip) / 32 ** CODE_LENGTH.slip
  expect(odds).toBeLessThan(1e-11)
})

it("an in-person code is guessed in an outage with odds under 1 in 10^11, two thousand made", () => {
  const odds = (IN_PERSON * LIVE_CODE_TRIES) / 32 ** CODE_LENGTH.live
  expect(odds).toBeLessThan(1e-11)
})

it("a recovery card is guessed in an outage with odds under 1 in 10^11, one of a week with nothing slowed down", () => {
  // A card opens nothing but in an outage, and a guess names one person, who has one card that is good.
  const odds = (GUESSES_A_SECOND * 7 * 86_400) / 32 ** CODE_LENGTH.card
  expect(odds).toBeLessThan(1e-11)
})

it("a vouching code is guessed in an outage with odds under 1 in 10^9, nothing slowed down, and as throttled under 1 in 10^11", () => {
  // It opens nothing by itself: it makes an in-person code, for people named beforehand, with a name on the board.
  expect((10 * VOUCHING_LIFE_SECONDS) / 32 ** CODE_LENGTH.live).toBeLessThan(1e-9)
  // From one address: a free try every two minutes at last (`lib/auth/throttle-pickup.ts`), and sixty before that.
  expect((66 + VOUCHING_LIFE_SECONDS / 120) / 32 ** CODE_LENGTH.live).toBeLessThan(1e-11)
})

it("a recovery code is guessed in a year with odds under 1 in 10^20, nothing slowed down, the password known", () => {
  const guesses = GUESSES_A_SECOND * 365 * 86_400
  // A guess is made at one person's sign-in, for whom ten codes are good at most.
  expect((guesses * RECOVERY_CODES) / 32 ** RECOVERY_CODE_LENGTH).toBeLessThan(1e-20)
  expect(Math.log2(32 ** RECOVERY_CODE_LENGTH)).toBeGreaterThanOrEqual(112)
})

it("has codes of as many bits as their length says", () => {
  expect(Math.log2(32 ** CODE_LENGTH.slip)).toBe(65)
  expect(Math.log2(32 ** CODE_LENGTH.live)).toBe(50)
  expect(Math.log2(32 ** CODE_LENGTH.card)).toBe(70)
  expect(Math.log2(32 ** RECOVERY_CODE_LENGTH)).toBe(120)
})
