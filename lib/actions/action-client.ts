import "server-only"
import { createSafeActionClient } from "next-safe-action"
import { headers } from "next/headers"
import { z } from "zod"
import { clientAddress } from "@/lib/auth/client-address"
import { readSession, SIGNED_OUT } from "@/lib/auth/current-actor"
import { NOBODY } from "@/lib/auth/nobody"
import { noteRefused } from "@/lib/auth/note-refused"
import { requireAnywhere } from "@/lib/auth/permissions"
import { originProblem } from "@/lib/auth/same-origin"
import { toServerError } from "@/lib/auth/server-error"
import { requireStepUp } from "@/lib/auth/step-up"
import type { Permission } from "@/lib/domain/actor"
import { AppError } from "@/lib/domain/errors"
import { isStorable, UNSTORABLE } from "@/lib/domain/storable"
import { env } from "@/lib/env"
import { webContext } from "@/lib/services/web-context"

type Managing = Extract<Permission, "institution.manage" | "people.manage">

/**
 * What every action says of itself: who may do it, and whether it needs a second factor of the last
 * 10 minutes first; `whole`: the password as well. What manages an institution or people always does.
 */
export type ActionMetadata = { name: string } & (
  | { permission: Managing; stepUp: true }
  | { permission: Exclude<Permission, Managing> | "signed-in"; stepUp: boolean | "whole" }
)

const signedInMetadata = z.custom<ActionMetadata>()
const publicMetadata = z.object({ name: z.string(), permission: z.literal("public") })

/**
 * For every action of a signed-in person: without `.metadata({ name, permission, stepUp })` one
 * doesn't compile. `ctx` is a ServiceContext of that person, and `ctx.session` theirs. Which institution it
 * concerns is decided by the service, which checks the permission there: that of the page that asks, which every call
 * carries as `institution` (components/action-result/run-action.ts).
 */
export const actionClient = createSafeActionClient({
  defineMetadataSchema: () => signedInMetadata,
  handleServerError: (error, { metadata }) => toServerError(metadata?.name ?? "an action", error),
}).use(async ({ next, metadata, clientInput }) => {
  await requireSameOrigin(metadata.name)
  const current = await readSession()
  if (current === null) throw new AppError("not_allowed", SIGNED_OUT)
  const { permission } = metadata
  if (permission !== "signed-in") requireAnywhere(current.actor, permission)
  requireStorable(clientInput)
  const ctx = await webContext(current.actor)
  if (metadata.stepUp) requireStepUp(ctx, metadata.stepUp === "whole")
  return next({ ctx: { ...ctx, session: current.session, memberships: current.actor.memberships, pageInstitution: institutionIn(clientInput) } })
})

/** For the sign-in and pick-up pages: nobody is signed in; `ctx.clientAddress` is for throttling. */
export const publicActionClient = createSafeActionClient({
  defineMetadataSchema: () => publicMetadata,
  handleServerError: (error, { metadata }) => toServerError(metadata?.name ?? "an action", error),
}).use(async ({ next, metadata, clientInput }) => {
  await requireSameOrigin(metadata.name)
  requireStorable(clientInput)
  return next({ ctx: { ...(await webContext(NOBODY)), clientAddress: clientAddress(await headers()) } })
})

async function requireSameOrigin(name: string): Promise<void> {
  const sent = await headers()
  const publicUrl = env().LANTERN_URL
  const problem = originProblem({ method: "POST", origin: sent.get("origin"), host: sent.get("host"), publicUrl })
  if (problem === null) return
  noteRefused("origin", name)
  throw new AppError("not_allowed", problem)
}

function institutionIn(input: unknown): string | null {
  const institution = typeof input === "object" && input !== null && "institution" in input ? input.institution : null
  return typeof institution === "string" ? institution : null
}

function requireStorable(input: unknown): void {
  if (!isStorable(input)) throw new AppError("input", UNSTORABLE)
}
