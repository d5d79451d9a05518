"use client"

import { useState } from "react"
import type { SecondFactor as Factor } from "@/lib/domain/actor"
import { CodeForm } from "./code-form"
import { PasskeyForm } from "./passkey-form"
import { RecoveryForm } from "./recovery-form"

type Way = "code" | "passkey" | "recovery"

/** After a right password: what the person has, the quickest first, and the printed codes for when all else is lost. */
export function SecondFactor({ by, onAgain }: { by: Factor["by"]; onAgain: () => void }) {
  const [way, setWay] = useState<Way>(by === "code" ? "code" : "passkey")
  const others = WAYS.filter((one) => one.way !== way && (one.way === "recovery" || by === "either" || by === one.way))
  return (
    <>
      {way === "code" ? <CodeForm /> : way === "passkey" ? <PasskeyForm /> : <RecoveryForm />}
      <ul className="mt-8 grid gap-3">
        {others.map((one) => (
          <li key={one.way}><button type="button" className="link-quiet" onClick={() => setWay(one.way)}>{one.words}</button></li>
        ))}
        <li><button type="button" className="link-quiet" onClick={onAgain}>Start again</button></li>
      </ul>
    </>
  )
}

const WAYS: { way: Way; words: string }[] = [
  { way: "passkey", words: "Use a passkey instead" },
  { way: "code", words: "Use a code of your app instead" },
  { way: "recovery", words: "Use a printed recovery code" },
]
