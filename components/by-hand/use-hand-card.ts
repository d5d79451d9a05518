"use client"

import { useEffect, useRef, useState } from "react"
import { runAction } from "@/components/action-result/run-action"
import { useRun } from "@/components/action-result/use-run"
import type { OpenedHandCardView } from "@/lib/domain/hand-views"
import type { ByHandActions } from "./by-hand-actions"

/** A claim lasts two minutes; this leaves room for a reading that failed. */
const KEEP_EVERY_MS = 40_000

/** The one card that this person has open: claimed when it opens, kept while it stands, freed on leaving. */
export function useHandCard({ outageId, actions, firstAccount, canChange, onOpened }: {
  outageId: string
  actions: ByHandActions
  firstAccount: string | undefined
  canChange: boolean
  onOpened: () => void
}) {
  const { pending, error, run } = useRun()
  const [opened, setOpened] = useState<OpenedHandCardView | null>(null)
  /** Somebody else took the card after it had stood too long without a sign, from a sleeping laptop say. */
  const [lost, setLost] = useState(false)
  const [moved, setMoved] = useState(false)
  /** Done and proved, or ticked: nothing is left to keep from others. */
  const [settled, setSettled] = useState(false)
  const begun = useRef(false)
  const here = useRef(false)

  async function open(holdId?: string) {
    const ran = await run(actions.open, { outageId, holdId })
    if (!ran) return
    setLost(false)
    setSettled(false)
    setMoved(opened !== null)
    setOpened(ran.data)
    onOpened()
  }

  useEffect(() => {
    if (begun.current || !canChange) return
    begun.current = true
    void open(firstAccount)
  })

  const { leave } = actions
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
      // React may take the page down and put it up again at once; that is no leaving.
      setTimeout(() => { if (begun.current && !here.current) void runAction(leave, { outageId }) }, 0)
    }
  }, [leave, outageId])

  const holdId = opened?.card?.holdId
  useEffect(() => {
    if (holdId === undefined || settled) return
    const timer = setInterval(() => {
      void runAction(actions.keep, { outageId, holdId }).then((ran) => { if (ran.ok && !ran.data.mine) setLost(true) })
    }, KEEP_EVERY_MS)
    return () => clearInterval(timer)
  }, [actions.keep, outageId, holdId, settled])

  return { card: opened?.card ?? null, taken: opened?.taken ?? null, begun: opened !== null, moved, opening: pending, error, lost, open, settle: () => setSettled(true) }
}
