/** What became of a campus sign-on, as it stands in the address of the page that says so. */
export const CAMPUS_WORDS = {
  away: "The campus sign-on doesn’t answer. Use your Lantern password: it works without the campus sign-on.",
  refused: "The campus sign-on didn’t let you through, or took too long. Use your Lantern password, or try it once more.",
  unknown:
    "This campus sign-on opens nothing here. Sign in with your Lantern password. Then you can tie your campus sign-on to it under “Your account”.",
  wait: "There were too many tries by campus sign-on. Use your Lantern password, or wait a minute.",
  tied: "Your campus sign-on is tied to your account. After it, Lantern still asks for your passkey or code.",
  old: "This took longer than 5 minutes, or was begun in another session. Nothing was changed. Try it once more.",
  taken: "This campus sign-on can’t be tied to your account: it is tied to another one, or you have one already. Nothing was changed.",
  own: "First set up your own password, and a passkey or an authenticator app. Campus sign-on can’t be your only way in: it is what fails in an outage.",
} as const

export type CampusOutcome = keyof typeof CAMPUS_WORDS

export function isCampusOutcome(text: unknown): text is CampusOutcome {
  return typeof text === "string" && Object.hasOwn(CAMPUS_WORDS, text)
}
