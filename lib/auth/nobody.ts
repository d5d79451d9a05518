import type { Actor } from "@/lib/domain/actor"

/** Whoever is at the sign-in or pick-up page: may do nothing but what needs no permission. */
export const NOBODY: Actor = { kind: "pickup", name: "Somebody not signed in" }
