"use client"

import { Button } from "@heroui/react/button"
import { Printer } from "lucide-react"
import { useState } from "react"
import { LanternMark } from "@/components/mark/lantern-mark"
import { useLeaveGuard } from "@/components/shell/use-leave-guard"
import { clock, paperDay } from "@/components/time/format-time"
import { sayAloud } from "@/lib/domain/temporary-password"
import type { InstitutionView } from "@/lib/domain/views"
import { CARLI_RULES } from "./backup-admin-words"
import styles from "./backup-admin.module.css"
import { PasswordGroups } from "./password-shown"

export interface SheetContent {
  userName: string
  password: string
  loginUrl: string
  owner: string
  purpose: string
  passwordSetAt: string
  printedAt: string
  printedBy: string
}

/** The sheet for the sealed envelope: shown here once, to be printed now. */
export function SafeSheet({ sheet, institution, onDone }: { sheet: SheetContent; institution: InstitutionView; onDone: () => void }) {
  const [printed, setPrinted] = useState(false)
  const guard = useLeaveGuard({ on: !printed, title: "Leave without printing?", lost: "Lantern has noted that the sheet was printed. If it wasn't, print it again from this account: everybody is told each time." })
  return (
    <div className="container-page py-8">
      {guard.dialog}
      <div className="no-print mb-6 flex flex-wrap items-center justify-between gap-x-8 gap-y-4">
        <p className="max-w-2xl text-ink-2" role="status"><b className="font-semibold text-ink">For the safe.</b> Print it, put it in an envelope, seal it and sign over the seal. Shred the sheet that it replaces.</p>
        <div className="flex flex-wrap gap-3">
          <Button variant="outline" className="button--main" onPress={() => guard.leave(onDone)}>Done</Button>
          <Button className="button--main" onPress={() => { setPrinted(true); window.print() }}><Printer aria-hidden="true" /> Print the sheet</Button>
        </div>
      </div>
      <section className={styles.sheet} aria-label="Sheet for the safe">
        <p className={styles.brand}><span className="flex items-center gap-[2mm] font-semibold"><LanternMark className="h-[6mm] w-auto" /> {institution.name}</span><span>Keep sealed, in the safe</span></p>
        <h2>Back-up admin account for Alma</h2>
        <p>{sheet.purpose}</p>
        <p className={styles.label}>Open</p>
        <p className={styles.strong}>{sheet.loginUrl}</p>
        <p className={styles.label}>User name</p>
        <p className={`${styles.strong} font-mono`}>{sheet.userName}</p>
        <p className={styles.label}>Password, without the spaces</p>
        <PasswordGroups password={sheet.password} />
        <p>{sayAloud(sheet.password)}</p>
        <p className={styles.label}>What to mind</p>
        <ol>{CARLI_RULES.map((rule) => <li key={rule}>{rule}</li>)}</ol>
        <p className={styles.foot}>
          Looked after by {sheet.owner}. Password of {paperDay(sheet.passwordSetAt, institution.timeZone)}, {clock(sheet.passwordSetAt, institution.timeZone)}. Printed {paperDay(sheet.printedAt, institution.timeZone)}, {clock(sheet.printedAt, institution.timeZone)}, by {sheet.printedBy}.
          It is out of date as soon as the account was checked out and in: Lantern says so.
          {institution.helpContact ? ` Help: ${institution.helpContact}.` : ""}
        </p>
      </section>
    </div>
  )
}
