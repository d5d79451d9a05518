import { ok, single, warn } from "./check"

const ID = "pin"

/**
 * A PIN is in no answer of Alma's, and whether a PUT without it wipes it isn't documented: only the owner of an account
 * that went there and back can say.
 */
export const pinCheck = single(ID, async ({ ctx, institution }) => {
  const proof = await ctx.db.routeProof.findFirst({
    where: { institutionId: institution.id, finishedAt: { not: null }, pinAnswer: { not: null } },
    orderBy: { finishedAt: "desc" },
    select: { pinAnswer: true },
  })
  const fix = "Prove the route on one account whose owner knows their PIN, and ask whether it still works after."
  switch (proof?.pinAnswer) {
    case "works":
      return ok(ID, "A PIN still worked after an account went there and back.")
    case "lost":
      return warn(ID, "A PIN was gone after an account went there and back.", "Tell staff who use a PIN at a self-check to set it anew after an outage.")
    case "none":
      return ok(ID, "No PINs are used here, as the owner of the proving account said.")
    default:
      return warn(ID, "Nobody knows whether a PIN is kept when an account goes there and back: no read shows it.", fix)
  }
})
