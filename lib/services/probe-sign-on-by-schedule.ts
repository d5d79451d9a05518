import type { Institution, SsoProbe } from "@/lib/db/generated/client"
import { takeTurn } from "@/lib/db/turns"
import { BLIND_MINUTES, LOOK_MINUTES, lookOf, type SignOnLookView, type SignOnStage } from "@/lib/domain/sign-on"
import type { SignOnState } from "@/lib/domain/triage"
import { checkInstitution } from "./check-institution"
import type { ServiceContext } from "./context"
import { inParallel } from "./in-parallel"
import { mayLeadInside } from "./may-lead-inside"
import { type MetadataProbe, probeMetadata } from "./probe-metadata"
import { probeSignOn, type SignOnProbe } from "./sign-on-probe"
import { tellThatItIsBack } from "./tell-that-it-is-back"

/** A probe waits much more than it works: of 88 institutions all are done within the five minutes. */
const AT_ONCE = 24
/** A little less than the pace, so that a schedule that comes early isn't too early. */
const TURN_SECONDS = LOOK_MINUTES * 60 - 20

/**
 * Looks at the campus sign-on of every institution whose turn it is, and keeps what was seen. However many processes
 * do this, each institution's sign-on is asked once in five minutes. One that fails holds up no other.
 */
export async function probeSignOnBySchedule(ctx: ServiceContext, stepMs?: number): Promise<void> {
  const institutions = await ctx.db.institution.findMany({ where: { ssoUrl: { not: null } }, orderBy: { id: "asc" } })
  const failed: unknown[] = []
  await inParallel(institutions, AT_ONCE, async (institution) => {
    try {
      if (await takeTurn(ctx.db, `sign-on:${institution.id}`, TURN_SECONDS)) await lookAndKeep(ctx, institution, stepMs)
    } catch (error) {
      failed.push(error)
    }
  })
  if (failed.length > 0) throw failed[0]
}

/** @returns null where nothing may be asked, and nothing is kept then */
async function lookAndKeep(ctx: ServiceContext, institution: Institution, stepMs?: number): Promise<SignOnLookView | null> {
  const { ssoUrl, ssoMetadataUrl } = institution
  if (ssoUrl === null) return null
  const now = ctx.clock()
  const trusts = (address: string) => mayLeadInside(ctx, institution, address)
  const [signOn, metadata] = await Promise.all([
    probeSignOn(ssoUrl, trusts, now, stepMs),
    ssoMetadataUrl === null ? null : probeMetadata(ssoMetadataUrl, trusts, now, stepMs),
  ])
  if (signOn.state.kind === "unknown") return null
  const [before, earlier] = await ctx.db.ssoProbe.findMany({
    where: { institutionId: institution.id, address: ssoUrl }, orderBy: { at: "desc" }, take: 2,
    select: { at: true, up: true, stage: true, since: true, downAt: true },
  })
  const found = seen(signOn, metadata)
  const row = {
    institutionId: institution.id, address: ssoUrl, at: now, ...found, ...followed(found, now, before), ms: signOn.ms,
    certificateExpires: signOn.certificateExpires, metadataExpires: metadata?.expires ?? null,
  }
  await ctx.db.ssoProbe.create({ data: row })
  if (hasTurned(row, before, earlier)) {
    await tellThatItIsBack(ctx, institution, row)
    await checkInstitution(ctx, { institution: institution.id, only: ["sso.probe"] })
  }
  return {
    at: now.toISOString(), look: lookOf(row), message: row.message, ms: row.ms,
    certificateExpires: row.certificateExpires?.toISOString() ?? null, metadataExpires: row.metadataExpires?.toISOString() ?? null,
  }
}

/**
 * Whether it has just turned: two looks in a row that differ from the one before, so that one lost packet tells nobody.
 * Then its check is looked at at once, which tells everybody who may act, and takes back what was told when it is up again.
 */
function hasTurned(now: Look, before?: Look, earlier?: Look): boolean {
  if (before === undefined || earlier === undefined) return false
  return lookOf(now) === lookOf(before) && lookOf(now) !== lookOf(earlier)
}

type Look = Pick<SsoProbe, "up" | "stage">

/** Since when it is as it is, and when it was seen down last. */
function followed(found: Look, now: Date, before?: Look & Pick<SsoProbe, "at" | "since" | "downAt">): Pick<SsoProbe, "since" | "downAt"> {
  const look = lookOf(found)
  const goesOn = before !== undefined && lookOf(before) === look && now.getTime() - before.at.getTime() < BLIND_MINUTES * 60_000
  return { since: goesOn ? before.since : now, downAt: look === "down" ? now : (before?.downAt ?? null) }
}

/** The login page decides whether sign-on is up; its metadata can only make it doubtful. */
function seen({ state, stage }: SignOnProbe, metadata: MetadataProbe | null): { up: boolean; stage: SignOnStage | null; message: string } {
  const up = state.kind === "answers" || state.kind === "doubtful"
  if (stage !== null) return { up, stage, message: messageOf(state, stage) }
  if (metadata?.mark === "fail") return { up, stage: "metadata", message: `The login page answers. SAML metadata: ${metadata.words}.` }
  return { up, stage: null, message: messageOf(state, stage) }
}

const SILENT: Record<SignOnStage, string> = {
  dns: "Its name leads nowhere (DNS).",
  tcp: "Nothing takes the connection (TCP).",
  tls: "No secure connection comes about (TLS).",
  http: "The page does not answer.",
  page: "The page begins and does not come to its end.",
  metadata: "Its metadata does not answer.",
}

function messageOf(state: SignOnState, stage: SignOnStage | null): string {
  switch (state.kind) {
    case "answers":
      return `The login page answers (HTTP ${state.status}).`
    case "error":
      return `The login page answers with an error (HTTP ${state.status}).`
    case "circle":
      return "The login page sends on in a circle."
    case "doubtful":
      return `The login page answers, but says “${state.says}”.`
    case "bad_certificate":
      return `Its certificate ${state.why}.`
    case "silent":
      return SILENT[stage ?? "http"]
    case "unknown":
      return state.why
  }
}
