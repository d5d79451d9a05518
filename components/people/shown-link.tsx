import { CopyButton } from "@/components/shell/copy-button"
import { moment } from "@/components/time/format-time"

export interface MadeLink {
  url: string
  /** ISO 8601. */
  expiresAt: string
}

/** A sign-in link, shown once. */
export function ShownLink({ name, link, timeZone, now }: { name: string; link: MadeLink; timeZone: string; now: string }) {
  return (
    <div className="grid gap-3">
      <p className="text-ink-2">This link signs {name} in, once, until {moment(link.expiresAt, timeZone, now)}. Whoever holds it is {name}: give it by hand or over the phone, not by a mailbox that others read. It is shown here once and kept nowhere.</p>
      <p><span className="value inline-block">{link.url}</span></p>
      <div><CopyButton text={link.url} label="Copy the link" /></div>
    </div>
  )
}
