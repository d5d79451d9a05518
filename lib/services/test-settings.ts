import type { Institution } from "@/lib/db/generated/client"
import type { TriageLine } from "@/lib/domain/triage"
import type { StoredInstitution } from "./add-institution"
import type { ServiceContext } from "./context"
import { mayLeadInside } from "./may-lead-inside"
import { pageAnswers } from "./page-answers"
import type { KeyRights } from "./probe-alma"
import { probeMetadata } from "./probe-metadata"
import { probeSignOn } from "./sign-on-probe"

export type Tested = "login" | "sso" | "metadata" | "zone"

/** Tries what was just stored, and says what was seen. Nothing that fails here is a reason not to keep a setting. */
export async function testSettings(ctx: ServiceContext, institution: Institution, what: ReadonlySet<Tested>): Promise<TriageLine[]> {
  const { loginUrl, ssoUrl, ssoMetadataUrl } = institution
  const trusts = (address: string) => mayLeadInside(ctx, institution, address)
  const now = ctx.clock()
  const none = Promise.resolve<TriageLine[]>([])
  const [login, signOn, metadata] = await Promise.all([
    what.has("login") ? loginLine(loginUrl, trusts, now).then((line) => [line]) : none,
    what.has("sso") && ssoUrl !== null ? probeSignOn(ssoUrl, trusts, now).then(({ lines }) => lines) : none,
    what.has("metadata") && ssoMetadataUrl !== null ? probeMetadata(ssoMetadataUrl, trusts, now).then((seen) => [metadataLine(seen)]) : none,
  ])
  // Beside the other login page, each line says which it is of.
  const campus = what.has("login") ? signOn.map((line) => ({ ...line, what: `Campus login: ${line.what}` })) : signOn
  return [...login, ...campus, ...metadata, ...(what.has("zone") ? [zoneLine(institution.timeZone, now)] : [])]
}

async function loginLine(loginUrl: string, trusts: (address: string) => boolean, now: Date): Promise<TriageLine> {
  const answer = await pageAnswers(loginUrl, trusts, now)
  const line = (mark: TriageLine["mark"], words: string): TriageLine => ({ what: "Login page for Internal users", mark, words })
  switch (answer.kind) {
    case "answers":
      return line("ok", `answers (HTTP ${answer.status})`)
    case "doubtful":
      return line("warn", `answers, but says “${answer.says}”`)
    case "circle":
      return line("fail", "sends on in a circle")
    case "bad_certificate":
      return line("fail", `its certificate ${answer.why}`)
    case "error_page":
      return line("fail", `answers with an error (HTTP ${answer.status})`)
    case "not_asked":
      return line("warn", `not tried: ${answer.why}`)
    case "silent":
      return line("fail", "no answer")
  }
}

function metadataLine({ mark, words }: { mark: TriageLine["mark"]; words: string }): TriageLine {
  return { what: "SAML metadata", mark, words }
}

function zoneLine(timeZone: string, now: Date): TriageLine {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(now)
  return { what: "It is now there", mark: null, words: clock }
}

/** What a key that was just tried reaches and may do. */
export function keyLines({ key }: StoredInstitution): TriageLine[] {
  if (!key) return []
  const { reaches, rights } = key
  const alma: TriageLine = reaches
    ? { what: "Alma", mark: reaches.environment === "production" ? "ok" : "warn", words: `${reaches.name.slice(0, 80)} (${reaches.code.slice(0, 40)}), ${reaches.environment}` }
    : { what: "Alma", mark: "warn", words: "the key may not say which it is" }
  const rightLines = RIGHTS.map(([right, what]): TriageLine => {
    const may = rights[right]
    return { what, mark: may === null ? "warn" : may ? "ok" : "fail", words: may === null ? "Alma did not say" : may ? "yes" : "no" }
  })
  return [alma, ...rightLines]
}

const RIGHTS: [keyof KeyRights, string][] = [
  ["readUsers", "Reads users"], ["writeUsers", "Writes users"], ["readConf", "Reads configuration"], ["writeConf", "Makes sets and runs jobs"],
]
