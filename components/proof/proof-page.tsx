import Link from "next/link"
import type { ReactNode } from "react"
import type { Action } from "@/components/action-result/run-action"
import { CheckRows, type CheckRow } from "@/components/checklist/check-rows"
import { DeskFrame } from "@/components/shell/desk-frame"
import { moment, shortDay } from "@/components/time/format-time"
import { LEFT_OUT } from "@/lib/domain/compare-record"
import { PROOF_STEP_TITLES, type PinAnswer, proofSentence, type ProofStepState, type RouteProofView } from "@/lib/domain/route-proof"
import type { ProofPageView } from "@/lib/domain/drill-views"
import { PinQuestion } from "./pin-question"
import { ProofForm } from "./proof-form"

export interface ProofActions {
  prove: Action<{ primaryId: string; consent: string }, { proofId: string; outageId: string }>
  answerPin: Action<{ proofId: string; answer: PinAnswer }, void>
}

const LOOK: Record<ProofStepState, Pick<CheckRow, "icon" | "word">> = {
  waiting: { icon: "waiting", word: "Waiting" },
  doing: { icon: "switching", word: "Under way" },
  done: { icon: "ready", word: "Done" },
  failed: { icon: "not_ready", word: "Failed" },
  skipped: { icon: "left_alone", word: "Left out" },
}

/** One consenting account goes there and back, and is compared field by field: then the route is proved. */
export function ProofPage({ view, now, actions, header }: { view: ProofPageView; now: string; actions: ProofActions; header: ReactNode }) {
  const { institution, proofs } = view
  const { timeZone } = institution
  const newest = proofs[0]
  const isOpen = newest?.proved === null
  return (
    <DeskFrame tone={isOpen && view.isInternal ? "night" : "day"} drill={isOpen} header={header} head={
      <div className="container-page pt-8 pb-8">
        <p className="text-lead text-ink-2"><Link href="/readiness" className="link-quiet">Readiness</Link>{isOpen ? <> · <b className="font-semibold text-ink">Drill</b> of one account, since {moment(newest.startedAt, timeZone, now)}</> : null}</p>
        <h1 className="headline headline--2 mt-2">{headlineOf(view, now)}</h1>
      </div>
    }>
      <div className="border-t border-line"><div className="container-page grid gap-x-14 gap-y-12 py-10 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="grid content-start gap-10">
          {newest ? <Steps proof={newest} timeZone={timeZone} now={now} /> : null}
          {newest?.proved != null && view.canProve ? <PinQuestion key={newest.id} proof={newest} answer={actions.answerPin} /> : null}
          {isOpen ? null : <Begin view={view} actions={actions} />}
        </div>
        <div className="grid content-start gap-10">
          <Compared />
          <History proofs={proofs} timeZone={timeZone} now={now} />
        </div>
      </div></div>
    </DeskFrame>
  )
}

function headlineOf({ institution, proofs, provedAt }: ProofPageView, now: string): string {
  const [newest] = proofs
  if (newest?.proved === null) return `${newest.steps.filter((step) => step.state === "done").length} of ${newest.steps.length} steps done`
  if (institution.route === "manual") return "Nothing to prove by hand"
  if (newest?.proved === false) return "Not proved"
  return provedAt ? `Proved ${shortDay(provedAt, institution.timeZone, now)}` : "Not proved yet"
}

function Steps({ proof, timeZone, now }: { proof: RouteProofView; timeZone: string; now: string }) {
  const rows = proof.steps.map(({ id, state, at, text, differences }): CheckRow => ({
    id, title: PROOF_STEP_TITLES[id], at, text, quiet: state === "skipped", ...LOOK[state], ...(differences && { more: differences }),
  }))
  return (
    <section aria-labelledby="proof">
      <h2 id="proof" className="text-h2 font-semibold tracking-tight">{proof.proved === null ? "There and back" : proof.proved ? "There and back, as it was" : "How far it came"}</h2>
      <p className="mt-1 mb-3 text-ink-2" role="status">
        {proofSentence(proof)} <span className="font-mono text-small">{proof.primaryId}</span>, begun {moment(proof.startedAt, timeZone, now)} by {proof.startedBy}. “{proof.consent}”
      </p>
      <CheckRows label="Steps of the proof" rows={rows} timeZone={timeZone} />
      {proof.route === "direct" && proof.proved === false ? <p className="mt-3">While Alma doesn't allow the direct route, go back to Alma's own job: <Link href="/settings/institution#route" className="link-quiet">How accounts are switched</Link></p> : null}
      <p className="mt-3 text-small"><Link href={`/outages/${proof.outageId}`} className="link-quiet text-ink-2">The page of this drill, with its timeline</Link></p>
    </section>
  )
}

function Begin({ view, actions }: { view: ProofPageView; actions: ProofActions }) {
  const { institution, inTheWay, canProve } = view
  if (institution.route === "manual") return <p className="text-ink-2">On the manual route a person makes the change in Alma and Lantern reads it: there is no job and no direct way to prove.</p>
  if (!canProve) return <p className="text-ink-2">To prove the route, ask an admin of {institution.name}.</p>
  if (inTheWay) return <p className="text-ink-2">{inTheWay.drill ? "A drill" : "An outage"} is open: a proof waits until it is closed. <Link href={`/outages/${inTheWay.id}`} className="link-quiet">Go there</Link></p>
  return <ProofForm route={institution.route} canaryId={view.canaryId} again={view.proofs.length > 0} prove={actions.prove} />
}

function Compared() {
  return (
    <section aria-labelledby="compared">
      <h2 id="compared" className="text-h2 font-semibold tracking-tight">What is compared</h2>
      <div className="mt-3 grid gap-3 text-ink-2">
        <p>Every field of the record and every entry of its lists, roles among them, as they were before and as they are when the account is back. The record of before lies sealed and is deleted when the proof is over.</p>
        <p>Left out, since Alma writes them itself or never shows them: <span className="font-mono text-small wrap-anywhere">{LEFT_OUT.join(", ")}</span>.</p>
        <p>The PIN is one of these. Nobody knows whether a change through the API wipes it: ask its owner afterwards.</p>
      </div>
    </section>
  )
}

function History({ proofs, timeZone, now }: { proofs: RouteProofView[]; timeZone: string; now: string }) {
  if (proofs.length < 2) return null
  return (
    <section aria-labelledby="proofs">
      <h2 id="proofs" className="text-h2 font-semibold tracking-tight">{proofs.length} proofs</h2>
      <ul className="rule-list mt-3">
        {proofs.map((proof) => (
          <li key={proof.id}>
            <Link href={`/outages/${proof.outageId}`} className="group flex gap-x-5 py-2.5 text-row">
              <time dateTime={proof.startedAt} className="w-20 shrink-0 text-ink-2">{shortDay(proof.startedAt, timeZone, now)}</time>
              <span className="min-w-0 flex-1 wrap-anywhere group-hover:underline">{proof.route}, {proof.primaryId}</span>
              <span className="shrink-0 text-small text-ink-2">{proof.proved === null ? "under way" : proof.proved ? "proved" : "not proved"}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
