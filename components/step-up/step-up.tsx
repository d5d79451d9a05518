"use client"

import { useEffect, useState } from "react"
import { useLoaded } from "@/components/shell/use-loaded"
import { onStepUpAsked, type StepUpQuestion } from "./step-up-gate"

interface Asked extends StepUpQuestion {
  answer: (given: boolean) => void
}

const loadDialog = () => import("./step-up-dialog")

/** Stands in every page of the desk, unseen until an action needs a fresh second factor; then that action goes on. */
export function StepUp() {
  const [asked, setAsked] = useState<Asked | null>(null)
  const later = useLoaded(loadDialog)
  useEffect(() => onStepUpAsked((question) => new Promise((answer) => setAsked({ ...question, answer }))), [])
  if (!asked || !later) return null

  function done(given: boolean) {
    setAsked(null)
    asked?.answer(given)
  }
  return <later.StepUpDialog by={asked.by} whole={asked.whole} again={asked.again} onDone={done} />
}
