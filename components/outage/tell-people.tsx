import { CopyButton } from "@/components/shell/copy-button"
import type { OutageView } from "@/lib/domain/views"
import { people } from "./outage-words"

/** What to tell staff, ready to copy into a message. */
export function TellPeople({ outage }: { outage: OutageView }) {
  const text = [
    "Campus sign-on is back. Please log in to Alma with your campus account again; the temporary password no longer works.",
    outage.institution.ssoUrl ?? "",
  ].join(" ").trim()
  return (
    <section aria-labelledby="tell">
      <h2 id="tell" className="text-h3 font-semibold">Tell {people(outage.counts.held)}</h2>
      <p className="mt-3 mb-3 rounded-[3px] border border-line bg-surface px-3.5 py-3 text-small text-ink-2 wrap-anywhere">{text}</p>
      <CopyButton text={text} label="Copy text" />
    </section>
  )
}
