/** The pick-up page with a code in the fragment, which browsers never send: not to us, not to any log. */
export function pickupLink(origin: string, code: string): string {
  return `${origin}/pickup#${code}`
}
