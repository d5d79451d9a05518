import { countEach } from "@/lib/domain/count-each"
import type { DeclareDraft } from "@/lib/domain/declare-draft"
import type { RosterView } from "@/lib/domain/roster"
import { leadsToSwitch, VERDICTS, type Verdict } from "@/lib/domain/states"
import type { PreviewAccountView, PreviewView } from "@/lib/domain/views"

/** Below this many hours waiting is usually quicker than switching. */
export const HOURS_WORTH_SWITCHING = 2

/** What was typed as a number of hours, with a comma or a point; NaN when it is none. */
export function hoursOf(draft: DeclareDraft): number {
  return draft.hours.trim() === "" ? Number.NaN : Number(draft.hours.replace(",", "."))
}

export function newDraft(since: string, drill: boolean, pasted = ""): DeclareDraft {
  return {
    step: "details", triage: null, reason: "", since, hours: "4", drill, picked: [], rosters: [], pasted, files: [], preview: null, leftOut: [], previewedAt: null,
  }
}

/**
 * What was kept, over a new draft. A drill that was begun never becomes an outage on the quiet, nor
 * the other way round: the link that was pressed decides, and the details are looked at again.
 */
export function resumedDraft(fresh: DeclareDraft, kept: Partial<DeclareDraft> | null, rosters: RosterView[]): DeclareDraft {
  const chosen = kept?.rosters?.filter((id) => rosters.some((roster) => roster.id === id)) ?? []
  const draft = { ...fresh, ...kept, rosters: chosen, drill: fresh.drill }
  const otherKind = kept?.drill !== undefined && kept.drill !== fresh.drill
  const noPreview = draft.step === "preview" && draft.preview === null
  return { ...draft, step: otherKind ? "details" : noPreview ? "choose" : draft.step }
}

/**
 * Ids as a list that is read as one id a line, whatever characters the ids hold: the first line
 * decides, and it is a header without a separator.
 */
export function idList(ids: string[]): string {
  return ["primary_id", ...ids].join("\n")
}

/** Everything chosen, each source by itself: a file may be a table and the pasted list not. */
export function chosenStaff(draft: DeclareDraft): { picked: string[]; rosters: string[]; texts: string[] } {
  const texts = [draft.pasted, ...draft.files.map((file) => file.text)].filter((text) => text.trim() !== "")
  return { picked: draft.picked.map((person) => person.primaryId), rosters: draft.rosters, texts }
}

export function isNobodyChosen(draft: DeclareDraft): boolean {
  const { picked, rosters, texts } = chosenStaff(draft)
  return picked.length + rosters.length + texts.length === 0
}

/** Several previews as one list: an account that a list before it had is told as listed twice. */
export function mergePreviews(previews: PreviewView[]): PreviewView {
  const seen = new Set<string>()
  const accounts = previews.flatMap((preview) => preview.accounts.map((account): PreviewAccountView => {
    const key = account.primaryId.toLowerCase()
    if (account.verdict === "duplicate" || !seen.has(key)) {
      seen.add(key)
      return account
    }
    return { ...account, verdict: "duplicate", reason: "On the list already, from another place." }
  }))
  return { accounts, counts: countVerdicts(accounts) }
}

/** What is sent to declare: every account of the preview once, those left alone too, for the record; not those left out. */
export function declaredText(preview: PreviewView, leftOut: string[] = []): string {
  const out = new Set(leftOut.map((id) => id.toLowerCase()))
  const kept = preview.accounts.filter((account) => account.verdict !== "duplicate" && !out.has(account.primaryId.toLowerCase()))
  return idList(kept.map((account) => account.primaryId))
}

/** How many would be switched: those of the preview who were not left out. */
export function countGoing(preview: PreviewView, leftOut: string[]): number {
  const out = new Set(leftOut.map((id) => id.toLowerCase()))
  return preview.accounts.filter((account) => leadsToSwitch(account.verdict) && !out.has(account.primaryId.toLowerCase())).length
}

/**
 * How many stand on the list as far as it can be counted before it is read. Where it may hold repeats, a header or
 * several columns, that is the most it can be.
 */
export function countChosen(draft: DeclareDraft, rosters: { id: string; people: number }[]): { count: number; exact: boolean } {
  const lines = linesOf(draft.pasted)
  const plain = lines.every((line) => !/[\t;,]/.test(line))
  const ids = new Set([...draft.picked.map((person) => person.primaryId), ...(plain ? lines : [])].map((id) => id.toLowerCase()))
  const people = rosters.filter((roster) => draft.rosters.includes(roster.id)).map((roster) => roster.people)
  const files = draft.files.map((file) => linesOf(file.text).length)
  const others = [...(plain ? [] : [lines.length]), ...people, ...files]
  const count = others.reduce((sum, each) => sum + each, ids.size)
  return { count, exact: others.length === 0 || (ids.size === 0 && people.length === 1 && others.length === 1) }
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/).map((line) => line.trim()).filter((line) => line !== "")
}

export function countVerdicts(accounts: PreviewAccountView[]): Record<Verdict, number> {
  return countEach(VERDICTS, accounts.map((account) => account.verdict))
}
