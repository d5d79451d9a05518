import type { VouchingView } from "@/lib/domain/views"
import { CodeGroups } from "./code-groups"

/** For who was named beforehand to vouch: their own code for that, and what it is for. */
export function VouchingNote({ vouching }: { vouching: VouchingView }) {
  const { for: names, others } = vouching
  return (
    <section className="new-card no-print" aria-labelledby="vouching">
      <h2 id="vouching">You can vouch for {names.length > 0 ? names.join(", ") : others === 1 ? "one colleague" : `${others} colleagues`}</h2>
      <p>If no liaison can be reached and they stand before you, go to <a href="/pickup/vouch" target="_blank" rel="noreferrer">the vouching page</a> with this code. It is shown once, works for 24 hours at most, and your name is kept with each use.</p>
      <CodeGroups code={vouching.code} label="Your vouching code" />
    </section>
  )
}
