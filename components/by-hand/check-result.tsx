"use client"

import { useEffect, useRef } from "react"
import { StateWindow } from "@/components/account-state/state-window"
import { clockWithSeconds } from "@/components/time/format-time"
import type { HandCardView } from "@/lib/domain/hand-views"
import type { HandResult } from "./hand-card"

/** What Alma says now, in a sentence, and what comes next for this account. */
export function CheckResult({ result, card, timeZone, password, given }: {
  result: HandResult | null
  card: HandCardView
  timeZone: string
  password: string | null
  given: boolean
}) {
  const here = useRef<HTMLDivElement>(null)
  // Below the steps it may be out of sight, or behind the bar of a phone.
  useEffect(() => { if (result) here.current?.scrollIntoView({ block: "center" }) }, [result])
  return (
    <div role="status" ref={here}>
      {result ? <p className="mt-6 flex max-w-2xl gap-3 rounded-[3px] border border-line bg-surface px-4 py-3">
        <span className="mt-0.5"><StateWindow name={result.kind === "proved" ? "ready" : "see_to"} /></span>
        <span className="min-w-0 wrap-anywhere">{sentence(result, card, timeZone)} {next(result, card, password, given)}</span>
      </p> : null}
    </div>
  )
}

function sentence(result: HandResult, card: HandCardView, timeZone: string) {
  switch (result.kind) {
    case "proved":
      return <><b className="font-semibold">Alma says {result.observed === "INTERNAL" ? "Internal" : "External"}</b>, read {clockWithSeconds(result.at, timeZone)}.</>
    case "ticked":
      return <><b className="font-semibold">Ticked in your name, not proved.</b> {card.task === "return" ? "It counts as accepted in writing: the outage may close, but nobody has read the account." : "It goes on as Internal on your word."}</>
    case "different":
    case "no_answer":
      return <b className="font-medium">{result.sentence}</b>
    case "cant_read":
      return <><b className="font-semibold">This key can&apos;t read users</b>, so Lantern can&apos;t see what Alma says.</>
  }
}

function next(result: HandResult, card: HandCardView, password: string | null, given: boolean): string {
  if (result.kind === "cant_read") return "Say below what Alma's screen says."
  if (result.kind !== "proved" && result.kind !== "ticked") return ""
  if (card.task === "return") return result.kind === "proved" ? "Lantern reads it again for a while, since a late change could undo it." : ""
  if (password === null) return "Pick-up goes as usual: give the person a code."
  return given ? "The password was handed over." : "Print the slip and give it to the person now: the password goes when you leave this card."
}
