import Link from "next/link"
import { type NoticeKind, noticeText, noticeWords } from "@/components/notices/notice-words"
import { CopyButton } from "@/components/shell/copy-button"
import type { OutageView } from "@/lib/domain/views"
import { people } from "./outage-words"

/** What to tell staff, ready to copy into a message or to print: where to come at first, that it is over at last. */
export function TellPeople({ outage }: { outage: OutageView }) {
  const kind: NoticeKind = outage.state === "ending" || outage.state === "closed" ? "end" : "start"
  const text = noticeText(noticeWords(kind, outage.institution, outage.institution.helpContact ?? "", outage.drill))
  return (
    <section aria-labelledby="tell">
      <h2 id="tell" className="text-h3 font-semibold">Tell {people(outage.counts.held)}</h2>
      {kind === "end" ? <Words text={text} /> : <p className="mt-1.5 mb-3 text-small text-ink-2">Where to come and what to bring.</p>}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <CopyButton text={text} label="Copy text" />
        <Link href={`/outages/${outage.id}/notice?kind=${kind}`} className="link-quiet text-small">Print a notice</Link>
      </div>
      {kind === "end" ? null : (
        <details className="mt-3 text-small">
          <summary className="w-fit cursor-pointer text-ink-2">Read the text</summary>
          <Words text={text} />
        </details>
      )}
    </section>
  )
}

function Words({ text }: { text: string }) {
  return <p className="mt-3 mb-3 rounded-[3px] border border-line bg-surface px-3.5 py-3 text-small whitespace-pre-line text-ink-2 wrap-anywhere">{text}</p>
}
