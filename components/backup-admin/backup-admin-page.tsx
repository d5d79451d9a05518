"use client"

import { Button } from "@heroui/react/button"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { type ReactNode, useState } from "react"
import { runAction } from "@/components/action-result/run-action"
import { CheckButton } from "@/components/readiness/check-button"
import { DeskFrame } from "@/components/shell/desk-frame"
import { moment } from "@/components/time/format-time"
import { checkReadinessAction } from "@/lib/actions/check-readiness"
import type { BackupAdminsView } from "@/lib/domain/backup-admin-view"
import { partsInAlma, partsOfAll } from "@/lib/domain/backup-admin-view"
import { backupHeadline, CARLI_RULES } from "./backup-admin-words"
import { KeptAccount } from "./kept-account"
import { MadeAccount, type Made } from "./made-account"
import { MakeAccount } from "./make-account"
import { NameForm } from "./name-form"
import { PartsList } from "./parts-list"
import { SafeSheet, type SheetContent } from "./safe-sheet"

type Doing = { kind: "list" } | { kind: "made"; made: Made } | { kind: "make" } | { kind: "name" } | { kind: "sheet"; sheet: SheetContent }

/** The account for the day nothing else lets anybody in: whether one is needed, whether it is sound, who has it. */
export function BackupAdminPage({ view, now, header }: { view: BackupAdminsView; now: string; header: ReactNode }) {
  const router = useRouter()
  const [doing, setDoing] = useState<Doing>({ kind: "list" })
  const { institution, check } = view
  // What is kept is shown at once; what Alma says of it is looked at meanwhile.
  const changed = () => {
    router.refresh()
    if (view.canTake) void runAction(checkReadinessAction, { only: ["backup-admin"] }).then(() => router.refresh())
  }
  const back = () => { setDoing({ kind: "list" }); changed() }

  return (
    <DeskFrame header={header} head={
      <div className="no-print container-page flex flex-wrap items-end justify-between gap-x-8 gap-y-5 pt-8 pb-7">
        <div className="min-w-0">
          <p className="text-lead text-ink-2"><Link href="/readiness" className="link-quiet">Readiness</Link></p>
          <h1 className="headline headline--2 mt-2 wrap-anywhere">{doing.kind === "sheet" ? "For the safe" : backupHeadline(view)}</h1>
          <p className="mt-2 text-ink-2">Back-up admin account{check?.lookedAt ? `, looked at ${moment(check.lookedAt, institution.timeZone, now)}` : ""}</p>
        </div>
        {view.canTake && doing.kind === "list" ? <CheckButton only={["backup-admin"]} label="Look again" plain /> : null}
      </div>
    }>
      {doing.kind === "sheet" ? <SafeSheet sheet={doing.sheet} institution={institution} onDone={back} /> : (
        <div className="container-page pb-12">
          {doing.kind === "make" ? <div className="border-t border-line pt-7"><MakeAccount loginUrl={institution.loginUrl} sisGroups={view.sisGroups} onDone={back} onCancel={() => setDoing({ kind: "list" })} /></div> : null}
          {doing.kind === "made" ? <div className="border-t border-line pt-7"><MadeAccount made={doing.made} loginUrl={institution.loginUrl} onDone={back} /></div> : null}
          {doing.kind === "name" ? (
            <section className="border-t border-line pt-7">
              <h2 className="mb-5 text-h2 font-semibold tracking-tight">Name an account that is in Alma</h2>
              <NameForm onDone={back} onCancel={() => setDoing({ kind: "list" })} />
            </section>
          ) : null}
          {doing.kind === "list" ? <AccountList view={view} now={now} onChanged={changed} onDoing={setDoing} /> : null}
        </div>
      )}
    </DeskFrame>
  )
}

function AccountList({ view, now, onChanged, onDoing }: { view: BackupAdminsView; now: string; onChanged: () => void; onDoing: (doing: Doing) => void }) {
  const none = view.kept.length === 0 && view.namedOnly.length === 0
  const ofAll = partsOfAll(view.check)
  return (
    <>
      {none ? <WhenNone view={view} /> : null}
      {!none && ofAll.length > 0 ? <div className="pb-7"><PartsList parts={ofAll} /></div> : null}
      {view.kept.map((one) => (
        <KeptAccount key={one.id} one={one} view={view} now={now} onChanged={onChanged} onSheet={(sheet) => onDoing({ kind: "sheet", sheet })} onMade={(made) => onDoing({ kind: "made", made })} />
      ))}
      {view.namedOnly.map((primaryId) => (
        <section key={primaryId} className="border-t border-line py-7" aria-label={primaryId}>
          <h2 className="text-h2 font-semibold tracking-tight wrap-anywhere"><span className="font-mono">{primaryId}</span></h2>
          <p className="mt-1 mb-5 text-ink-2">Named in the settings. Nobody has written down yet whose it is and what for, and Lantern keeps no password of it.</p>
          <PartsList parts={partsInAlma(view.check, primaryId)} />
          {view.canManage ? <WriteDown primaryId={primaryId} onDone={onChanged} /> : null}
        </section>
      ))}
      <section className="grid gap-x-14 gap-y-6 border-t border-line py-7 lg:grid-cols-2">
        <div>
          <h2 className="text-h3 font-semibold">What CARLI asks of it</h2>
          <ul className="mt-2 grid list-disc gap-1.5 ps-5 text-row text-ink-2">{CARLI_RULES.map((rule) => <li key={rule}>{rule}</li>)}</ul>
        </div>
        {view.canManage ? (
          <div>
            <h2 className="text-h3 font-semibold">{none ? "Have one" : "Another one"}</h2>
            <p className="mt-2 text-row text-ink-2">{none ? "Each back-up admin adds one Named User." : "One is enough, or two; each adds a Named User."}</p>
            <div className="mt-4 flex flex-wrap gap-3">
              <Button variant={none ? "primary" : "outline"} onPress={() => onDoing({ kind: "make" })}>Make one in Alma</Button>
              <Button variant="outline" onPress={() => onDoing({ kind: "name" })}>Name one that is there</Button>
            </div>
          </div>
        ) : <p className="text-row text-ink-2">An admin of {view.institution.name} makes, names and prints; a liaison checks it out and in.</p>}
      </section>
    </>
  )
}

function WriteDown({ primaryId, onDone }: { primaryId: string; onDone: () => void }) {
  const [open, setOpen] = useState(false)
  if (!open) return <Button variant="outline" className="mt-6" onPress={() => setOpen(true)}>Write down whose it is</Button>
  return <div className="mt-6"><NameForm primaryId={primaryId} onDone={onDone} onCancel={() => setOpen(false)} /></div>
}

function WhenNone({ view: { check } }: { view: BackupAdminsView }) {
  return (
    <section className="max-w-3xl border-t border-line py-7">
      <p className="text-lead">{check?.message ?? "Lantern has not looked yet whether one is needed."}</p>
      <p className="mt-3 text-ink-2">CARLI: where staff who are Internal all the time hold User Administrator or User Manager, they let the others in, and no back-up account is needed. Lantern looks among the people on rosters and the Named Users it has counted.</p>
    </section>
  )
}
