"use client"

import { useCallback, useEffect, useRef, useState } from "react"
import { runAction, type Action } from "@/components/action-result/run-action"
import type { DeclareDraft } from "@/lib/domain/declare-draft"

const TYPING_PAUSE_MS = 600
const AGAIN_MS = 10_000

export interface DraftActions {
  save: Action<{ change: Partial<DeclareDraft> }, void>
  forget: Action<void, void>
}

/**
 * The draft, and its keeping on the server: what changed is sent when typing pauses, one send at a
 * time. What could not be sent is sent again, so that nothing filled in is lost while the page lives.
 */
export function useDraft(initial: DeclareDraft, actions: DraftActions) {
  const [draft, setDraft] = useState(initial)
  const [failed, setFailed] = useState(false)
  const keeper = useRef<DraftKeeper>(null)
  keeper.current ??= new DraftKeeper(actions.save, setFailed, initial.drill)

  const change = useCallback((part: Partial<DeclareDraft>) => {
    setDraft((now) => ({ ...now, ...part }))
    keeper.current!.keep(part)
  }, [])

  useEffect(() => {
    const send = () => void keeper.current?.send()
    const leave = () => { if (document.visibilityState === "hidden") send() }
    document.addEventListener("visibilitychange", leave)
    return () => {
      document.removeEventListener("visibilitychange", leave)
      send()
    }
  }, [])

  /** Nothing more is sent, until `resume`: a declaration is under way, and forgets the draft. */
  const rest = useCallback(() => keeper.current!.rest(), [])
  const resume = useCallback(() => keeper.current!.resume(), [])

  async function startOver(fresh: DeclareDraft): Promise<string | null> {
    await rest()
    const ran = await runAction(actions.forget, undefined)
    if (!ran.ok) {
      resume()
      return ran.error
    }
    keeper.current = new DraftKeeper(actions.save, setFailed, fresh.drill)
    setFailed(false)
    setDraft(fresh)
    return null
  }
  return { draft, change, failed, rest, resume, startOver }
}

class DraftKeeper {
  #unsent: Partial<DeclareDraft>
  #sending: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #resting = false
  #changed = false

  constructor(
    private readonly save: DraftActions["save"],
    private readonly onFailed: (failed: boolean) => void,
    drill: boolean,
  ) {
    // Goes with the first change, whatever it is: a drill must never be gone on with as an outage.
    this.#unsent = { drill }
  }

  keep(part: Partial<DeclareDraft>): void {
    this.#changed = true
    Object.assign(this.#unsent, part)
    this.#sendIn(TYPING_PAUSE_MS)
  }

  async send(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#sending
    if (this.#resting || !this.#changed) return
    const change = this.#unsent
    this.#unsent = {}
    this.#changed = false
    this.#sending = this.#sendNow(change)
    await this.#sending
  }

  async rest(): Promise<void> {
    this.#resting = true
    clearTimeout(this.#timer)
    await this.#sending
  }

  resume(): void {
    this.#resting = false
    this.#sendIn(TYPING_PAUSE_MS)
  }

  async #sendNow(change: Partial<DeclareDraft>): Promise<void> {
    const ran = await runAction(this.save, { change })
    this.#sending = null
    this.onFailed(!ran.ok)
    if (ran.ok) return
    // What was changed meanwhile is newer than what could not be sent.
    this.#unsent = { ...change, ...this.#unsent }
    this.#changed = true
    this.#sendIn(AGAIN_MS)
  }

  #sendIn(ms: number): void {
    clearTimeout(this.#timer)
    if (!this.#resting) this.#timer = setTimeout(() => void this.send(), ms)
  }
}
