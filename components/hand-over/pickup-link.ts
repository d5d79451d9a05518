/** The pick-up page with a code in the fragment, which browsers never send: not to us, not to any log. */
export function pickupLink(pickupUrl: string, code: string): string {
  return `${pickupUrl}#${code}`
}

/** The same page as people type it. Browsers add `https://`; where that is wrong, it is written out. */
export function pickupWords(pickupUrl: string): string {
  return pickupUrl.replace(/^https:\/\//, "")
}
