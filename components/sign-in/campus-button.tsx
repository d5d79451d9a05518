"use client"

import { Button } from "@heroui/react/button"
import { useCampus } from "./use-campus"

/** For quiet days, below the password that always works. `said`: what became of it when it was tried. */
export function CampusButton({ said }: { said: string | null }) {
  const { pending, error, go } = useCampus()
  const words = error ?? said
  return (
    <section className="mt-10 border-t border-line pt-6">
      <h2 className="text-h3 font-semibold">On a quiet day</h2>
      <p className="mt-1 text-ink-2">If you tied your campus sign-on to your account, it can stand in for the password. Your passkey or code is still asked for.</p>
      <Button variant="outline" className="button--main mt-4 w-full sm:w-auto" isPending={pending} onPress={() => void go()}>Use campus sign-on</Button>
      <p role="status" className="mt-3 text-ink-2 empty:mt-0">{words}</p>
    </section>
  )
}
