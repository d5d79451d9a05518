"use client"

import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from "@simplewebauthn/browser"
import { useState } from "react"
import type { Action } from "@/components/action-result/run-action"
import { useRun } from "@/components/action-result/use-run"
import { pickupWords } from "@/components/hand-over/pickup-link"
import { LanternMark } from "@/components/mark/lantern-mark"
import { useEmptied } from "@/components/shell/use-emptied"
import { useLinkToken } from "@/components/sign-in/use-link-token"
import type { OpenedEnrolmentView } from "@/lib/domain/enrolment"
import { CardWay } from "./card-way"
import { PasskeyWay } from "./passkey-way"

export interface EnrolActions {
  open: Action<{ token: string }, OpenedEnrolmentView>
  beginPasskey: Action<{ ticket: string }, PublicKeyCredentialCreationOptionsJSON>
  finishPasskey: Action<{ ticket: string; response: RegistrationResponseJSON }, { passkeys: number }>
  printCard: Action<{ ticket: string }, { code: string; madeAt: string }>
}

/** Where a member of staff enrols, on a quiet day, for the day the campus login is down. What it opens lives in this page only. */
export function EnrolPage({ actions }: { actions: EnrolActions }) {
  const { token } = useLinkToken()
  const { pending, error, run } = useRun()
  const [kept, setOpened] = useState<OpenedEnrolmentView | null>(null)
  const opened = useEmptied("leaving") ? null : kept

  async function open() {
    if (!token) return
    const ran = await run(actions.open, { token })
    if (ran) setOpened(ran.data)
  }

  return (
    <>
      <header className="pickup__head">
        <div className="pickup__column pickup__brand"><LanternMark className="pickup__mark" /><span>{opened?.institutionName ?? "Lantern"}</span></div>
      </header>
      <main className="pickup__column pickup__main enrol">
        {opened ? <Ways opened={opened} actions={actions} /> : (
          <>
            <h1 className="pickup__title">Your own way into Alma</h1>
            <p className="pickup__lead">For the day the campus login is down: set it up once, and you can pick up your password without asking anybody.</p>
            <div role="alert">{error ? <p className="pickup__error">{error}</p> : null}</div>
            {token
              ? <p className="pickup__actions"><button type="button" className="pickup__button" aria-disabled={pending} onClick={() => void open()}>{pending ? "One moment…" : "Set it up now"}</button></p>
              : <p className="pickup__done">You need the link that the library made for you. Open it on this device, or scan its QR code.</p>}
            {token ? <p className="pickup__note enrol__note">The link works once. Have two minutes, and a printer if you want a card.</p> : null}
          </>
        )}
      </main>
    </>
  )
}

function Ways({ opened, actions }: { opened: OpenedEnrolmentView; actions: EnrolActions }) {
  return (
    <>
      <h1 className="pickup__name">{opened.name ?? "Your own way into Alma"}</h1>
      <p className="pickup__lead">{opened.passkeysOffered ? "One of these is enough, both are better. " : ""}Keep this page open until you are done: the link has been used.</p>
      <ol className="enrol__ways">
        {opened.passkeysOffered ? <PasskeyWay opened={opened} actions={actions} /> : null}
        <CardWay opened={opened} printCard={actions.printCard} />
      </ol>
      <p className="pickup__done">On the day: open <b>{pickupWords(opened.pickupUrl)}</b>, type your Primary ID, and use {opened.passkeysOffered ? "one of them" : "your card"}.</p>
      <p className="pickup__lost">{opened.helpContact ? `Not you, or a question? Ask: ${opened.helpContact}` : "Not you, or a question? Ask who gave you the link."}</p>
    </>
  )
}
