"use client"

import { Button } from "@heroui/react/button"
import { Printer } from "lucide-react"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { type ReactNode, useState } from "react"
import { ErrorNote } from "@/components/action-result/error-note"
import { useRun } from "@/components/action-result/use-run"
import { DeskFrame } from "@/components/shell/desk-frame"
import { useLeaveGuard } from "@/components/shell/use-leave-guard"
import type { EnrolmentLinkView, EnrolmentView } from "@/lib/domain/enrolment"
import type { InstitutionView } from "@/lib/domain/views"
import { EnrolledList } from "./enrolled-list"
import type { EnrolmentActions } from "./enrolment-actions"
import { LinkMaker } from "./link-maker"
import { LinkList, LinkSheets } from "./link-sheets"
import { Vouchers } from "./vouchers"

/** Who can pick up when no liaison is to be reached, and how the others come to. Links live in this page only. */
export function EnrolmentPage({ enrolment, institution, now, header, actions }: {
  enrolment: EnrolmentView
  institution: InstitutionView
  now: string
  header: ReactNode
  actions: EnrolmentActions
}) {
  const router = useRouter()
  const { pending, error, run } = useRun()
  const [links, setLinks] = useState<EnrolmentLinkView[] | null>(null)
  const [handed, setHanded] = useState(false)
  const enrolled = enrolment.people.filter((person) => person.since !== null).length
  const guard = useLeaveGuard({
    on: links !== null && !handed, title: "Leave without the links?",
    lost: "These links are shown here once and kept nowhere. If you leave now, new ones have to be made, and these then stop working.",
  })

  async function make(which: { rosterId?: string; staff?: string }): Promise<boolean> {
    const ran = await run(actions.makeLinks, which)
    if (!ran) return false
    setHanded(false)
    setLinks(ran.data.links)
    router.refresh()
    return true
  }

  return (
    <DeskFrame header={header} head={
      <div className="no-print container-page flex flex-wrap items-end justify-between gap-x-8 gap-y-5 pt-8 pb-8">
        <div>
          <p className="text-lead text-ink-2">{links
            ? <Button variant="ghost" className="button--plain" onPress={() => guard.leave(() => setLinks(null))}>Back to the enrolments</Button>
            : <Link href="/staff" className="link-quiet">Back to staff</Link>}</p>
          <h1 className="headline headline--2 mt-2">{links ? `${links.length} ${links.length === 1 ? "link" : "links"} to hand out` : `${enrolled} enrolled`}</h1>
        </div>
        {links ? <Button className="button--main" onPress={() => { setHanded(true); window.print() }}><Printer aria-hidden="true" /> Print {links.length === 1 ? "it" : "them"}</Button> : null}
      </div>
    }>
      {guard.dialog}
      {links ? (
        <>
          <div className="no-print container-page pb-8"><LinkList links={links} timeZone={institution.timeZone} onCopied={() => setHanded(true)} /></div>
          <div className="sheets"><LinkSheets links={links} institution={institution} /></div>
        </>
      ) : (
        <div className="container-page grid gap-12 pb-16">
          <p className="max-w-2xl text-lead text-ink-2">Who is enrolled picks up with their Primary ID and a passkey or a recovery card, also when no liaison can be reached. Only while an outage is open and their account is on its list.</p>
          {enrolment.canChange ? <LinkMaker rosters={enrolment.rosters} pending={pending} onMake={make} /> : null}
          <ErrorNote error={error} />
          <EnrolledList people={enrolment.people} canChange={enrolment.canChange} timeZone={institution.timeZone} now={now} withdraw={actions.withdraw} onNewLink={(primaryId) => make({ staff: primaryId })} />
          <Vouchers vouchers={enrolment.vouchers} canChange={enrolment.canChange} actions={actions} />
        </div>
      )}
    </DeskFrame>
  )
}
