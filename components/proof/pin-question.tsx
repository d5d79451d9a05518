"use client"

import { Button } from "@heroui/react/button"
import { useRouter } from "next/navigation"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import type { PinAnswer, RouteProofView } from "@/lib/domain/route-proof"
import type { ProofActions } from "./proof-page"

const ANSWERS: [PinAnswer, string][] = [["works", "It still works"], ["lost", "It is gone"], ["none", "They have none"]]
const TOLD: Record<PinAnswer, string> = {
  works: "Their PIN still works: an outage leaves PINs alone here.",
  lost: "Their PIN is gone. Tell them to set it again, and expect it of everybody who is switched in an outage.",
  none: "They have no PIN: what becomes of one isn't known here yet.",
}

/** What no read shows: its owner tries it. */
export function PinQuestion({ proof, answer }: { proof: RouteProofView; answer: ProofActions["answerPin"] }) {
  const router = useRouter()
  const { pending, error, run } = useRun()

  async function say(pin: PinAnswer) {
    if (await run(answer, { proofId: proof.id, answer: pin })) router.refresh()
  }

  return (
    <section aria-labelledby="pin">
      <h2 id="pin" className="text-h2 font-semibold tracking-tight">Does their PIN still work?</h2>
      <p className="mt-1 text-ink-2" role="status">{proof.pinAnswer ? TOLD[proof.pinAnswer] : "Ask the owner to try it at a self-check machine. No read of Alma shows it."}</p>
      <div className="mt-3 flex flex-wrap gap-2.5">
        {ANSWERS.map(([pin, label]) => (
          <Button key={pin} variant="outline" className="button--main" isDisabled={pending} aria-pressed={proof.pinAnswer === pin} onPress={() => void say(pin)}>{label}</Button>
        ))}
      </div>
      <ErrorNote error={error} />
    </section>
  )
}
