"use client"

import { Description } from "@heroui/react/description"
import { FieldError } from "@heroui/react/field-error"
import { Input } from "@heroui/react/input"
import { Label } from "@heroui/react/label"
import { TextArea } from "@heroui/react/textarea"
import { TextField } from "@heroui/react/textfield"
import { useState } from "react"
import { personName } from "@/components/account-state/state-words"
import { BusyButton } from "@/components/action-result/busy-button"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import type { HandCardView } from "@/lib/domain/hand-views"
import type { ByHandActions } from "./by-hand-actions"

const SHORTEST = 10

/** Where no key can read: a named person's written word. */
export function TickForm({ card, outageId, tick, onTicked }: {
  card: HandCardView
  outageId: string
  tick: ByHandActions["tick"]
  onTicked: () => void
}) {
  const { pending, error, run } = useRun()
  const [words, setWords] = useState("")
  const [externalId, setExternalId] = useState("")
  const [short, setShort] = useState(false)
  const [noId, setNoId] = useState(false)
  const isReturn = card.task === "return"

  async function send() {
    setShort(words.trim().length < SHORTEST)
    setNoId(card.askExternalId && externalId.trim() === "")
    if (words.trim().length < SHORTEST || (card.askExternalId && externalId.trim() === "")) return
    const noted = card.askExternalId ? { externalId: externalId.trim() } : {}
    if (await run(tick, { outageId, holdId: card.holdId, words: words.trim(), ...noted })) onTicked()
  }

  return (
    <form className="mt-5 max-w-2xl" onSubmit={(event) => { event.preventDefault(); if (!pending) void send() }}>
      {card.askExternalId ? (
        <TextField value={externalId} onChange={setExternalId} isInvalid={noId} isRequired validationBehavior="aria" className="mb-4">
          <Label>External ID before the switch</Label>
          <Description>The one you noted in step 4, letter for letter. It is what brings the account back; it goes on the recovery sheet.</Description>
          <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={255} className="font-mono" />
          <FieldError>Without it nobody can put the account back.</FieldError>
        </TextField>
      ) : null}
      <TextField value={words} onChange={setWords} isInvalid={short} isRequired validationBehavior="aria">
        <Label>What Alma&apos;s screen says for {personName(card)} now</Label>
        <Description>Your name and these words stand in the history. {isReturn ? "The account counts as accepted in writing, not as returned." : "The account goes on as Internal, without proof."}</Description>
        <TextArea rows={2} maxLength={400} />
        <FieldError>Please write at least {SHORTEST} letters.</FieldError>
      </TextField>
      <BusyButton type="submit" className="mt-3" busy={pending}>{isReturn ? "Tick as returned by hand" : "Tick as switched by hand"}</BusyButton>
      <ErrorNote error={error} />
    </form>
  )
}
