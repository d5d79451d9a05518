import { hostAndPort } from "@/lib/alma/base-url"
import type { Institution } from "@/lib/db/generated/client"
import type { ServiceContext } from "./context"

/**
 * Whether Lantern may ask a page of an institution wherever its address leads: where the operator allowed that host, and
 * at the practice Alma itself. Any other address of the practice institution is as foreign as anybody's.
 */
export function mayLeadInside(ctx: ServiceContext, institution: Pick<Institution, "practice" | "apiUrl">, address: string): boolean {
  const host = hostAndPort(address)
  if (institution.practice && host === hostAndPort(institution.apiUrl)) return true
  return ctx.settings.allowHosts.some((each) => each.trim().toLowerCase() === host)
}
