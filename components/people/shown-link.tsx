import { CopyButton } from "@/components/shell/copy-button"
import { moment } from "@/components/time/format-time"
import type { LinkOpens } from "@/lib/domain/people-views"

export interface MadeLink {
  url: string
  /** ISO 8601. */
  expiresAt: string
  opens: LinkOpens
}

const OPENS: Record<LinkOpens, string> = {
  "second-factor": "It stands in for the password; their passkey, code or recovery code is asked for after it.",
  "set-up": "It opens their set-up, and nothing else until password and second factor stand.",
  session: "They have no second factor yet, so nothing more is asked.",
}

/** A sign-in link, shown once. */
export function ShownLink({ name, link, timeZone, now }: { name: string; link: MadeLink; timeZone: string; now: string }) {
  return (
    <div className="grid gap-3">
      <p className="text-ink-2">This link is for {name}, once, until {moment(link.expiresAt, timeZone, now)}. {OPENS[link.opens]} Give it by hand or over the phone, not by a mailbox that others read. It is shown here once and kept nowhere.</p>
      <p><span className="value inline-block">{link.url}</span></p>
      <div><CopyButton text={link.url} label="Copy the link" /></div>
    </div>
  )
}
