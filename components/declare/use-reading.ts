"use client"

import { useEffect, useRef, useState } from "react"
import { runAction, type Action } from "@/components/action-result/run-action"
import type { ListedStaff } from "@/lib/domain/merge-staff"
import type { PreviewAccountView, PreviewView } from "@/lib/domain/views"
import { countVerdicts } from "./declare-draft"

/** Accounts read in one call: about two seconds of Alma's budget, so that the count moves. */
const PORTION = 25

export interface ChosenStaff { picked: string[]; rosters: string[]; texts: string[] }

export interface ReadingActions {
  gather: Action<ChosenStaff, ListedStaff[]>
  portion: Action<{ ids: string[] }, PreviewAccountView[]>
}

export interface Reading {
  listed: ListedStaff[]
  /** As far as they are read, in the order of the list. */
  accounts: PreviewAccountView[]
  going: boolean
  error: string | null
}

/** Reads a list in portions, so that a person sees it grow, can stop, and can go on. Changes nothing in Alma. */
export function useReading(actions: ReadingActions, onDone: (preview: PreviewView) => void) {
  const [reading, setReading] = useState<Reading | null>(null)
  const run = useRef(0)
  useEffect(() => () => { run.current += 1 }, [])

  async function readFrom(listed: ListedStaff[], before: PreviewAccountView[]) {
    const mine = ++run.current
    const accounts = [...before]
    setReading({ listed, accounts: before, going: true, error: null })
    while (accounts.length < listed.length) {
      const part = listed.slice(accounts.length, accounts.length + PORTION)
      const ids = part.filter((one) => one.repeated === null).map((one) => one.primaryId)
      const ran = ids.length === 0 ? { ok: true as const, data: [] } : await runAction(actions.portion, { ids })
      if (run.current !== mine) return
      if (!ran.ok) {
        setReading({ listed, accounts: [...accounts], going: false, error: ran.error })
        return
      }
      accounts.push(...inPlace(part, ran.data))
      setReading({ listed, accounts: [...accounts], going: true, error: null })
    }
    setReading(null)
    onDone({ accounts, counts: countVerdicts(accounts) })
  }

  return {
    reading,
    /** Answers null when the reading has begun, else why it could not. */
    async start(chosen: ChosenStaff): Promise<string | null> {
      const gathered = await runAction(actions.gather, chosen)
      if (!gathered.ok) return gathered.error
      void readFrom(gathered.data, [])
      return null
    },
    goOn() {
      if (reading && !reading.going) void readFrom(reading.listed, reading.accounts)
    },
    /** What was read stays. */
    stop() {
      run.current += 1
      setReading((now) => now && { ...now, going: false })
    },
    leave() {
      run.current += 1
      setReading(null)
    },
  }
}

/** What was read, with the repeated lines where they stand. */
function inPlace(part: ListedStaff[], read: PreviewAccountView[]): PreviewAccountView[] {
  let next = 0
  return part.map(({ primaryId, repeated }) =>
    repeated === null ? read[next++]! : { primaryId, name: null, department: null, verdict: "duplicate", reason: repeated },
  )
}
