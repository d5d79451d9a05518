import { findInstitution } from "@/lib/db/scope"
import { countEach } from "@/lib/domain/count-each"
import { parseStaffList } from "@/lib/domain/staff-list"
import { VERDICTS } from "@/lib/domain/states"
import type { PreviewView } from "@/lib/domain/views"
import type { ServiceContext } from "./context"
import type { JudgedAccount } from "./judge-accounts"
import { judgeAccounts } from "./judge-accounts"

/** Reads every account of a list and says what would happen to each. Changes nothing. */
export async function previewAccounts(
  ctx: ServiceContext,
  input: { institution: string; text: string },
): Promise<PreviewView> {
  const institution = await findInstitution(ctx.db, ctx.actor, input.institution, "outage.declare")
  const entries = parseStaffList(input.text)
  return previewOf(await judgeAccounts(ctx, institution, entries, { keep: true }))
}

export function previewOf(judged: JudgedAccount[]): PreviewView {
  const counts = countEach(VERDICTS, judged.map((account) => account.verdict))
  return {
    accounts: judged.map(({ primaryId, facts, verdict, reason }) => ({
      primaryId,
      name: facts?.name || null,
      department: facts?.department ?? null,
      verdict,
      reason,
    })),
    counts,
  }
}
