"use client"

import { pickupWords } from "@/components/hand-over/pickup-link"
import type { CredentialsView } from "@/lib/domain/views"
import { CodeGroups } from "./code-groups"
import { PrintButton } from "./print-button"

/** The card in the place of the one that was just used up. Printing this page prints it alone, without the password. */
export function NewCard({ card, name, institutionName }: { card: NonNullable<CredentialsView["card"]>; name: string | null; institutionName: string }) {
  return (
    <section className="new-card" aria-labelledby="new-card">
      <h2 id="new-card">Your new recovery card</h2>
      <p className="no-print">The old one is used up: shred it. <b>Print this one or write it down now</b>, it is shown once.</p>
      <p className="print-only">{institutionName}. Only for {name ?? "you"}. When campus login is down, open <b>{pickupWords(card.pickupUrl)}</b>. You also need your Primary ID, which does not belong on this card.</p>
      <CodeGroups code={card.code} label="Code of your new recovery card" />
      <PrintButton>Print the card</PrintButton>
    </section>
  )
}
