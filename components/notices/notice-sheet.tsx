import { QrCode } from "@/components/hand-over/qr-code"
import { LanternMark } from "@/components/mark/lantern-mark"
import { longDay } from "@/components/time/format-time"
import type { OutageView } from "@/lib/domain/views"
import type { NoticeWords } from "./notice-words"

/** One page for a door or a desk, read from two metres. No names, no codes: anybody may see it. */
export function NoticeSheet({ words, outage, link }: { words: NoticeWords; outage: OutageView; link: string | null }) {
  const { name, timeZone } = outage.institution
  return (
    <section className="notice" aria-label="The notice">
      <p className="notice__top">
        <span className="notice__brand"><LanternMark className="h-[7mm] w-auto" /> {name}</span>
        <span>{outage.drill ? "Drill: for those who take part · " : ""}{longDay(outage.readAt, timeZone)}</span>
      </p>
      <h2 className="notice__title">{words.title}</h2>
      <p className="notice__lead">{words.lead}</p>
      <dl className="notice__steps">
        {words.steps.map(({ label, value, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {value === null ? <span className="notice__blank"><span className="sr-only">A line to write on</span></span> : <b className={value?.startsWith("http") ? "notice__address" : undefined}>{value}</b>}
              {text ? <span>{text}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      <div className="notice__foot">
        <p>{words.warning}</p>
        {link ? <QrCode text={link} label="QR code of the address" quietZone={0} className="notice__qr" /> : null}
      </div>
    </section>
  )
}
