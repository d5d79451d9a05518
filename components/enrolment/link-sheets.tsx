"use client"

import { Button } from "@heroui/react/button"
import { QrCode } from "@/components/hand-over/qr-code"
import { LanternMark } from "@/components/mark/lantern-mark"
import { NOT_ALLOWED, useCopy } from "@/components/shell/use-copy"
import { longDay } from "@/components/time/format-time"
import type { EnrolmentLinkView } from "@/lib/domain/enrolment"
import type { InstitutionView } from "@/lib/domain/views"

const SLIPS_A_SHEET = 8

/** The links on screen, to copy into a message that reaches that one person. */
export function LinkList({ links, timeZone, onCopied }: { links: EnrolmentLinkView[]; timeZone: string; onCopied: () => void }) {
  const [first] = links
  return (
    <>
      <p role="status" className="max-w-2xl text-ink-2"><b className="font-semibold text-ink">Shown once.</b> Print and cut, or send each link to its person alone. They work once, until {first ? longDay(first.expiresAt, timeZone) : "next week"}.</p>
      <ul className="rule-list mt-5">
        {links.map((link) => (
          <li key={link.primaryId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2 text-row">
            <span className="min-w-0 wrap-anywhere">{link.name ? <b className="me-2 font-medium">{link.name}</b> : null}<span className="font-mono text-caption text-muted">{link.primaryId}</span></span>
            <CopyLink link={link} onCopied={onCopied} />
          </li>
        ))}
      </ul>
    </>
  )
}

function CopyLink({ link, onCopied }: { link: EnrolmentLinkView; onCopied: () => void }) {
  const { done, copy } = useCopy(link.url)
  return (
    <span className="inline-flex items-center gap-3">
      <span role="status" className="text-small text-ink-2">{done === "failed" ? NOT_ALLOWED : ""}</span>
      <Button variant="outline" size="sm" aria-label={`${done === "copied" ? "Copied" : "Copy link"}: ${link.name ?? link.primaryId}`} onPress={() => { copy(); onCopied() }}>{done === "copied" ? "Copied" : "Copy link"}</Button>
    </span>
  )
}

/** Eight a sheet, as slips: a name and a code to scan, no Primary ID. */
export function LinkSheets({ links, institution }: { links: EnrolmentLinkView[]; institution: InstitutionView }) {
  const sheets = Array.from({ length: Math.ceil(links.length / SLIPS_A_SHEET) }, (_, at) => links.slice(at * SLIPS_A_SHEET, (at + 1) * SLIPS_A_SHEET))
  return sheets.map((slips, at) => (
    <section key={slips[0]?.primaryId} className="sheet" aria-label={`Sheet ${at + 1} of ${sheets.length}`}>
      <p className="sheet__head"><span>Enrolment, {links.length} {links.length === 1 ? "link" : "links"}</span><span>Cut on the lines. Shred what is left over.</span></p>
      <ul className="sheet__grid">
        {slips.map((link) => (
          <li key={link.primaryId} className="slip">
            <p className="slip__top"><span className="slip__brand"><LanternMark className="h-[5mm] w-auto" /> {institution.name}</span><span>Only for you</span></p>
            <p className="slip__who"><b>{link.name ?? "Name not known"}</b></p>
            <div className="slip__body">
              <div className="min-w-0">
                <p className="slip__url">Scan this with your phone</p>
                <p className="slip__label">and set up your own way into Alma, for the day campus login is down. It takes two minutes.</p>
              </div>
              <QrCode text={link.url} label="QR code of the enrolment link" quietZone={0} className="slip__qr" />
            </div>
            <p className="slip__foot">Works once, until {longDay(link.expiresAt, institution.timeZone)}.{institution.helpContact ? ` Questions: ${institution.helpContact}` : ""}</p>
          </li>
        ))}
      </ul>
    </section>
  ))
}
