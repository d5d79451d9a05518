"use client"

import { useActionState } from "react"
import { LanternMark } from "@/components/mark/lantern-mark"
import { useEmptied } from "@/components/shell/use-emptied"
import type { VouchedView } from "@/lib/domain/views"
import { CodeGroups } from "./code-groups"

export type VouchAnswer = { vouched: VouchedView } | { error: string; primaryId: string; forId: string } | null
export type Vouch = (before: VouchAnswer, form: FormData) => Promise<VouchAnswer>

/** Where a colleague who has picked up confirms another. The form posts to the page itself, also without JavaScript. */
export function VouchPage({ vouch, lit }: { vouch: Vouch; lit: boolean }) {
  const [given, submit, pending] = useActionState(vouch, null)
  const answer = useEmptied("leaving") ? null : given
  return (
    <>
      {lit ? <div className={`pickup__lamp ${answer && "vouched" in answer && answer.vouched.drill ? "pickup__lamp--drill" : ""}`} /> : null}
      <header className={`pickup__head ${lit ? "pickup__head--lit" : ""}`}>
        <div className="pickup__column pickup__brand"><LanternMark lit={lit ? "always" : "by-head"} className="pickup__mark" /><span>Lantern</span></div>
      </header>
      <main className="pickup__column pickup__main">
        {answer && "vouched" in answer
          ? <Vouched vouched={answer.vouched} />
          : <VouchForm submit={submit} pending={pending} error={answer?.error ?? null} primaryId={answer?.primaryId ?? ""} forId={answer?.forId ?? ""} />}
      </main>
    </>
  )
}

function VouchForm({ submit, pending, error, primaryId, forId }: {
  submit: (form: FormData) => void
  pending: boolean
  error: string | null
  primaryId: string
  forId: string
}) {
  return (
    <>
      <h1 className="pickup__title">Vouch for a colleague</h1>
      <p className="pickup__lead">Only for somebody who stands before you and whom you know. Your name is kept with it.</p>
      <form action={submit} className="pickup__form" autoComplete="off" onSubmit={(event) => { if (pending) event.preventDefault() }}>
        <div role="alert">{error ? <p className="pickup__error">{error}</p> : null}</div>
        <Field id="primary-id" name="primaryId" label="Your Primary ID" help="Your own, as when you picked up" value={primaryId} />
        <Field id="vouching-code" name="code" label="Your vouching code" help="Shown beside your password when you picked up" max={60} />
        <Field id="for-id" name="forId" label="Your colleague's Primary ID" help="Let them type it themselves" value={forId} />
        <button type="submit" className="pickup__button" aria-disabled={pending}>{pending ? "One moment…" : "I vouch for this colleague"}</button>
        <p className="pickup__note">You get a code for them that works for 10 minutes.</p>
      </form>
      <section className="pickup__help">
        <h2>No vouching code?</h2>
        <p>Only those whom a liaison named beforehand get one. <a href="/pickup">Back to the pick-up</a></p>
      </section>
    </>
  )
}

function Field({ id, name, label, help, value, max = 255 }: { id: string; name: string; label: string; help: string; value?: string; max?: number }) {
  return (
    <div className="pickup__field">
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-help`}>{help}</p>
      <input id={id} name={name} defaultValue={value} required maxLength={max} aria-describedby={`${id}-help`} autoComplete="off" autoCapitalize="none" autoCorrect="off" spellCheck={false} />
    </div>
  )
}

function Vouched({ vouched }: { vouched: VouchedView }) {
  return (
    <>
      <h1 className="pickup__name">A code for {vouched.name ?? "your colleague"}</h1>
      {vouched.drill ? <p className="pickup__drill"><b>Drill.</b> This is for practice; the code is real until the drill ends.</p> : null}
      <p className="pickup__once">Shown once. It works for 10 minutes.</p>
      <CodeGroups code={vouched.code} label="Pick-up code for your colleague" />
      <p className="pickup__done">Let them type it on <a href="/pickup">the pick-up page</a>, with their own Primary ID, on their own screen.</p>
    </>
  )
}
