"use client"

import { useEffect, useState } from "react"
import type { OutageView } from "@/lib/domain/views"
import { leftWords, progressOf, tell, type Told } from "./progress"

/** How far a switch or a return has come, at what pace, and for how long yet: only what was read from Alma. */
export function ProgressLine({ outage }: { outage: OutageView }) {
  const [told, setTold] = useState<Told | null>(null)
  const progress = progressOf(outage)
  const finishAt = progress?.rate?.finishAt ?? null
  useEffect(() => {
    setTold((before) => (finishAt === null ? null : tell(before, finishAt, Date.parse(outage.readAt))))
  }, [finishAt, outage.readAt])
  if (!progress) return null
  const { way, done, total, rate } = progress
  return (
    <p className="mt-4 text-lead text-ink-2">
      <b className="font-semibold text-ink">{way === "switching" ? "Switching" : "Returning"}</b>, {done} of {total} done
      {rate && told ? ` · ${Math.max(1, Math.round(rate.perMinute))} a minute · ${leftWords(told.minutes)}` : ""}
    </p>
  )
}
