import type { ServiceContext } from "./context"

/** Who asks for a passkey (WebAuthn level 3, 5.4.2): bound to the address people know, so that another site gets nothing. */
export function relyingParty({ settings }: Pick<ServiceContext, "settings">): { id: string; name: string; origin: string } {
  const { hostname, origin } = new URL(settings.publicUrl)
  return { id: hostname, name: "Lantern", origin }
}
