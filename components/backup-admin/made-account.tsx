"use client"

import { Button } from "@heroui/react/button"
import { PasswordShown } from "./password-shown"

export type Made =
  | { kind: "made"; primaryId: string; password: string; patron: "none" | "taken" | "still"; steps: string[] }
  | { kind: "unknown"; primaryId: string; message: string }

const PATRON_WORDS = {
  none: "It has no Patron role.",
  taken: "Alma had added a Patron role by itself. Lantern took it off, and a read says that it is gone.",
  still: "Alma added a Patron role by itself, and it couldn't be taken off. Please do it in Alma:",
}

/** What became of it, with the password this once. */
export function MadeAccount({ made, loginUrl, onDone }: { made: Made; loginUrl: string; onDone: () => void }) {
  if (made.kind === "unknown") {
    return (
      <section className="max-w-2xl" role="status">
        <h2 className="text-h2 font-semibold tracking-tight">Not known yet whether it was made</h2>
        <p className="mt-3 text-ink-2">{made.message}</p>
        <Button className="button--main mt-5" onPress={onDone}>To the account</Button>
      </section>
    )
  }
  return (
    <section className="max-w-2xl" aria-labelledby="made">
      <h2 id="made" className="text-h2 font-semibold tracking-tight">{made.primaryId} is made</h2>
      <p role="status" className="mt-2 mb-5 text-ink-2"><b className="font-semibold text-ink">Shown once.</b> Lantern keeps the password sealed: check the account out to see it again, or print the sheet for the safe now.</p>
      <PasswordShown userName={made.primaryId} password={made.password} loginUrl={loginUrl} />
      <p className="mt-5">{PATRON_WORDS[made.patron]}</p>
      {made.steps.length > 0 ? <ol className="mt-2 list-decimal ps-5 text-ink-2">{made.steps.map((step) => <li key={step}>{step}</li>)}</ol> : null}
      <Button className="button--main mt-6" onPress={onDone}>Go on: print the sheet for the safe</Button>
    </section>
  )
}
