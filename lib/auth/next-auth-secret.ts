import { webKeyring } from "@/lib/services/web-context"

/** Encrypts the cookie's token; a stolen one opens nothing once its session row is over. */
export async function nextAuthSecret(): Promise<string> {
  return (await webKeyring()).key("next-auth").toString("base64url")
}
