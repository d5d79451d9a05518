import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import { SignOnHistory } from "./sign-on-history"

/** The same as a part of a page, with its heading. */
export function SignOnSection({ history, timeZone, now }: { history: SignOnHistoryView; timeZone: string; now: string }) {
  return (
    <section aria-labelledby="sign-on" className="max-w-2xl">
      <h2 id="sign-on" className="mb-2 text-h2 font-semibold tracking-tight">Campus sign-on in the last day</h2>
      <SignOnHistory history={history} timeZone={timeZone} now={now} />
    </section>
  )
}
