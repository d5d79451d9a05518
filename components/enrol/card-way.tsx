"use client"

import { useState } from "react"
import type { Action } from "@/components/action-result/run-action"
import { useRun } from "@/components/action-result/use-run"
import { pickupLink, pickupWords } from "@/components/hand-over/pickup-link"
import { QrCode } from "@/components/hand-over/qr-code"
import { LanternMark } from "@/components/mark/lantern-mark"
import { PrintButton } from "@/components/pickup/print-button"
import { longDay } from "@/components/time/format-time"
import type { OpenedEnrolmentView } from "@/lib/domain/enrolment"
import { groupCode } from "@/lib/domain/pickup-code"
import { DoneLine } from "./done-line"

type Card = { code: string; madeAt: string }

/** A card on paper, which needs no battery. Its code is shown once, here. */
export function CardWay({ opened, printCard }: { opened: OpenedEnrolmentView; printCard: Action<{ ticket: string }, Card> }) {
  const { pending, error, run } = useRun()
  const [card, setCard] = useState<Card | null>(null)

  async function make() {
    const ran = await run(printCard, { ticket: opened.ticket })
    if (ran) setCard(ran.data)
  }

  return (
    <li>
      <h2>A recovery card</h2>
      <p>On paper, for your wallet or a locked drawer. Good for one pick-up, which shows you the next card.</p>
      {card ? (
        <>
          <DoneLine>Your card is ready. It is shown once: print it or write it down</DoneLine>
          <PrintButton first>Print the card</PrintButton>
          <PaperCard card={card} opened={opened} />
        </>
      ) : (
        <>
          {opened.hasCard ? <p>You have a card already. It stops working when you make a new one.</p> : null}
          <button type="button" className="pickup__button pickup__button--second" aria-disabled={pending} onClick={() => void make()}>{pending ? "One moment…" : "Make a recovery card"}</button>
        </>
      )}
      <div role="alert">{error ? <p className="pickup__error">{error}</p> : null}</div>
    </li>
  )
}

/** The name stands on it, the Primary ID never: a lost card alone opens nothing. */
function PaperCard({ card, opened }: { card: Card; opened: OpenedEnrolmentView }) {
  return (
    <section className="card" aria-label="Recovery card">
      <p className="card__top"><b><LanternMark /> {opened.institutionName}</b> <span>Only for you</span></p>
      <p className="card__who">{opened.name ?? "Recovery card"}</p>
      <div className="card__body">
        <div>
          <p className="card__label">When campus login is down, open</p>
          <p className="card__url">{pickupWords(opened.pickupUrl)}</p>
          <p className="card__label">Code of this recovery card</p>
          <p className="card__code" translate="no">{groupCode(card.code).map((group, at) => <span key={at}>{at > 0 ? " " : ""}{group}</span>)}</p>
        </div>
        <QrCode text={pickupLink(opened.pickupUrl, card.code)} label="QR code of the pick-up page with this code" quietZone={0} className="card__qr" />
      </div>
      <p className="card__foot">You also need your Primary ID: do not write it on this card. Works once, then you get a new card. Made {longDay(card.madeAt, opened.timeZone)}.</p>
    </section>
  )
}
