"use client"

import type { ReactNode } from "react"
import { CopyButton } from "@/components/shell/copy-button"
import { spokenWords } from "@/lib/domain/temporary-password"
import type { HandCardView } from "@/lib/domain/hand-views"

/** Steps in Alma's own screen, in its own words, with a button to copy each value. */
export function HandSteps({ card, loginUrl, password }: { card: HandCardView; loginUrl: string; password: string | null }) {
  const steps = card.task === "switch" ? switching(card, password) : returning(card)
  const first = <>Log in to Alma as a user administrator, on the <a href={loginUrl} target="_blank" rel="noreferrer" className="link-quiet">internal login page</a>.</>
  return (
    <ol className="rule-list mt-5 max-w-3xl">
      {[first, ...steps, <>Choose <b className="font-semibold">Save</b>.</>].map((step, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the steps of a card never change places
        <li key={index} className="flex gap-4 py-3">
          <b className="w-5 shrink-0 text-lead leading-6 font-semibold">{index + 1}</b>
          <div className="min-w-0 flex-1 wrap-anywhere">{step}</div>
        </li>
      ))}
    </ol>
  )
}

const search = ({ primaryId }: HandCardView) => (
  <>Search <b className="font-semibold">Users</b> for <b className="font-semibold">Primary ID</b> and open the account.<Value text={primaryId} label="Copy the Primary ID" /></>
)

function switching(card: HandCardView, password: string | null): ReactNode[] {
  return [
    search(card),
    <>Check that <b className="font-semibold">Account Type</b> says External. If it says Internal, change nothing and check it here.</>,
    ...(card.askExternalId ? [<>Write down what stands as <b className="font-semibold">External ID</b>: Lantern can&apos;t read it, and it is what brings the account back. If it is empty, change nothing.</>] : []),
    <>Choose <b className="font-semibold">Toggle Account Type</b>, then <b className="font-semibold">Confirm</b>.</>,
    password === null
      ? <>Enter any password of 8 characters or more, twice. It is thrown away: the person picks up another one with a code.</>
      : <MadePassword password={password} />,
    <>Tick <b className="font-semibold">Force password change on next login</b>.</>,
  ]
}

function returning(card: HandCardView): ReactNode[] {
  const toggle = <>Choose <b className="font-semibold">Toggle Account Type</b>.</>
  if (!card.externalId) {
    return [
      search(card),
      <>Check that <b className="font-semibold">Account Type</b> says Internal.</>,
      <>{toggle} As <b className="font-semibold">External ID</b> enter the one that the account had before, then <b className="font-semibold">Confirm</b>. Nobody wrote it down: ask whoever loads users into Alma.</>,
    ]
  }
  return [
    search(card),
    <>Check that <b className="font-semibold">Account Type</b> says Internal. If it says External already, only see that its External ID is the one below.</>,
    <>{toggle} As <b className="font-semibold">External ID</b> enter this, then <b className="font-semibold">Confirm</b>.<Value text={card.externalId} label="Copy the external id" /></>,
  ]
}

function Value({ text, label }: { text: string; label: string }) {
  return (
    <span className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
      <span className="value text-lead">{text}</span>
      <CopyButton text={text} label={label} />
    </span>
  )
}

function MadePassword({ password }: { password: string }) {
  return (
    <>
      Enter this password twice. It was made in this browser, is shown while this card is open, and is kept nowhere.
      <Value text={password} label="Copy the password" />
      <span className="mt-1.5 block text-small text-ink-2">{spokenWords(password).join(", ")}</span>
    </>
  )
}
