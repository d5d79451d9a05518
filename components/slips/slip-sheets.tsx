"use client"

import { pickupLink, pickupWords } from "@/components/hand-over/pickup-link"
import { QrCode } from "@/components/hand-over/qr-code"
import { LanternMark } from "@/components/mark/lantern-mark"
import { clock, longDay } from "@/components/time/format-time"
import { groupCode } from "@/lib/domain/pickup-code"
import type { IssuedCodeView, OutageView } from "@/lib/domain/views"

const SLIPS_A_SHEET = 8

/** Eight slips a sheet, to print and cut. Names stand on them, Primary IDs never: a lost slip alone opens nothing. */
export function SlipSheets({ codes, outage, printedAt, printedBy }: {
  codes: IssuedCodeView[]
  outage: OutageView
  printedAt: string
  printedBy: string
}) {
  const sheets = Array.from({ length: Math.ceil(codes.length / SLIPS_A_SHEET) }, (_, at) => codes.slice(at * SLIPS_A_SHEET, (at + 1) * SLIPS_A_SHEET))
  const { timeZone } = outage.institution
  return sheets.map((slips, at) => (
    <section key={slips[0]?.holdId} className="sheet" aria-label={`Sheet ${at + 1} of ${sheets.length}`}>
      <p className="sheet__head">
        <span>
          Slips {at * SLIPS_A_SHEET + 1} to {at * SLIPS_A_SHEET + slips.length} of {codes.length}, {outage.drill ? "drill" : "outage"} of {longDay(outage.declaredAt, timeZone)}, made {clock(printedAt, timeZone)} by {printedBy}
        </span>
        <span>Cut on the lines. Shred what is left over.</span>
      </p>
      <ul className="sheet__grid">
        {slips.map((slip) => <Slip key={slip.holdId} slip={slip} outage={outage} />)}
      </ul>
    </section>
  ))
}

function Slip({ slip, outage }: { slip: IssuedCodeView; outage: OutageView }) {
  const { name, timeZone, helpContact } = outage.institution
  return (
    <li className="slip">
      <p className="slip__top">
        <span className="slip__brand"><LanternMark className="h-[5mm] w-auto" /> {name}{outage.drill ? " · Drill" : ""}</span>
        <span>Only for you</span>
      </p>
      <p className="slip__who"><b>{slip.name ?? "Name not known"}</b> {slip.department}</p>
      <div className="slip__body">
        <div className="min-w-0">
          <p className="slip__label">Open</p>
          <p className="slip__url">{pickupWords(outage.pickupUrl)}</p>
          <p className="slip__label">Pick-up code</p>
          <p className="slip__code">{groupCode(slip.code).map((group) => <span key={group}>{group}</span>)}</p>
          <p className="slip__label">You also need your Primary ID.</p>
        </div>
        <QrCode text={pickupLink(outage.pickupUrl, slip.code)} label="QR code of the pick-up page with this code" quietZone={0} className="slip__qr" />
      </div>
      <p className="slip__foot">
        Works once, until {longDay(slip.expiresAt, timeZone)}, {clock(slip.expiresAt, timeZone)}, or until the {outage.drill ? "drill" : "outage"} ends, and shows your password for Alma.<br />
        Lost it? {helpContact ? `Ask: ${helpContact}` : "Ask where you got it for a new one."}
      </p>
    </li>
  )
}
