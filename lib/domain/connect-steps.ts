/** What is settled when an institution is connected, in this order. `key` comes first: with it the institution is entered. */
export const CONNECT_STEPS = ["key", "login", "sso", "zone", "sis", "route", "people"] as const
export type ConnectStep = (typeof CONNECT_STEPS)[number]

/** Those that somebody goes through, or past, after the institution is entered. */
export const LATER_STEPS = CONNECT_STEPS.filter((step) => step !== "key")

export const CONNECT_TITLES: Record<ConnectStep, string> = {
  key: "Region and key",
  login: "Login pages",
  sso: "Campus sign-on",
  zone: "Time zone",
  sis: "User load",
  route: "How accounts are switched",
  people: "People and help",
}

/** CARLI's pattern of an institution's Alma pages and its code in Alma, offered from its three-letter code. */
export function offeredFrom(code: string): { loginUrl: string; ssoUrl: string; almaCode: string } | null {
  if (!/^[a-z]{3}$/i.test(code.trim())) return null
  const base = `https://i-share-${code.trim().toLowerCase()}.alma.exlibrisgroup.com`
  return { loginUrl: `${base}/mng/login?auth=local`, ssoUrl: `${base}/SAML`, almaCode: `01CARLI_${code.trim().toUpperCase()}` }
}
