import { accounts } from "@/components/outage/outage-words"
import { WizardSteps } from "@/components/steps/wizard-steps"
import { moment } from "@/components/time/format-time"
import type { DeclareDraft } from "@/lib/domain/declare-draft"
import { countGoing } from "./declare-draft"
import { DraftNote } from "./draft-note"
import { TriageAnswer } from "./triage"
import type { Declaration } from "./use-declaration"

const STEPS: DeclareDraft["step"][] = ["details", "choose", "preview"]

/** Beside the work: how far it is, with what was answered, and what should be known all the while. */
export function WizardAside({ declaration, endsDrill, timeZone }: { declaration: Declaration; endsDrill: boolean; timeZone: string }) {
  const { draft, place, goTo, startAgain, failed } = declaration
  return (
    <div className="grid grid-cols-1 content-start gap-5">
      {/* The first two of the steps stand on one page: nobody has to wait for the look at sign-on. */}
      <WizardSteps
        steps={stepsOf(draft, timeZone)} current={1 + STEPS.indexOf(place === "reading" ? "preview" : place)}
        onGo={(step) => goTo(STEPS[Math.max(0, step - 1)] ?? "details")}
      />
      {place !== "details" && draft.triage ? (
        <p className="text-lead text-ink-2 lg:hidden"><b className="font-semibold text-ink">{draft.triage.headline}</b> {draft.triage.detail}</p>
      ) : null}
      {endsDrill ? (
        <p className="text-row text-ink-2">
          <b className="font-semibold text-ink">A drill is going on.</b> It ends at once when you declare; whom you choose here of those who take part stays in Alma.
        </p>
      ) : null}
      <DraftNote failed={failed} onStartOver={startAgain} />
    </div>
  )
}

function stepsOf(draft: DeclareDraft, timeZone: string) {
  const lists = [
    draft.rosters.length > 0 ? `${draft.rosters.length} ${draft.rosters.length === 1 ? "roster" : "rosters"}` : "",
    draft.picked.length > 0 ? `${draft.picked.length} from Alma` : "",
    draft.pasted.trim() === "" ? "" : "pasted ids",
    ...draft.files.map((file) => file.name),
  ].filter(Boolean)
  const after = STEPS.indexOf(draft.step)
  return [
    { title: "Is it really SSO?", answer: after > 0 ? <TriageAnswer view={draft.triage} /> : (draft.triage?.headline ?? null) },
    { title: "Details", answer: after > 0 ? `${draft.drill ? "Drill. " : ""}${draft.reason}, about ${draft.hours} h` : null },
    { title: "Choose", answer: after > 1 ? lists.join(", ") : null },
    { title: "Preview", answer: after > 1 && draft.previewedAt ? `Alma was read at ${moment(draft.previewedAt, timeZone, draft.previewedAt)}` : null },
    { title: "Switch", answer: after > 1 && draft.preview ? accounts(countGoing(draft.preview, draft.leftOut)) : null },
  ]
}
