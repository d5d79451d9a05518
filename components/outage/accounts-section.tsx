"use client"

import { Button } from "@heroui/react/button"
import { ListBox } from "@heroui/react/list-box"
import { SearchField } from "@heroui/react/search-field"
import { Select } from "@heroui/react/select"
import { Plus } from "lucide-react"
import { useMemo, useState } from "react"
import { STATE_WORDS, shownState } from "@/components/account-state/state-words"
import { between, length } from "@/components/time/format-time"
import type { AccountView, OutageView } from "@/lib/domain/views"
import { byUrgency } from "./account-note"
import { AccountsTable } from "./accounts-table"
import type { OpenDialog } from "./outage-dialogs"
import { accounts } from "./outage-words"

const ALL = "All states"

/** Every account of the list, with search and filter. */
export function AccountsSection({ outage, now, onDialog }: {
  outage: OutageView
  now: string
  onDialog: (dialog: OpenDialog) => void
}) {
  const [word, setWord] = useState(ALL)
  const [search, setSearch] = useState("")
  const words = useMemo(() => stateWords(outage.accounts), [outage.accounts])
  const chosen = words.includes(word) ? word : ALL
  const shown = useMemo(() => outage.accounts
    .filter((account) => chosen === ALL || STATE_WORDS[shownState(account)] === chosen)
    .filter((account) => haystack(account).includes(search.trim().toLowerCase()))
    .toSorted(byUrgency), [outage.accounts, chosen, search])
  const open = outage.state !== "ending" && outage.state !== "closed"

  return (
    <section aria-labelledby="accounts">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-3">
        <h2 id="accounts" className="text-h2 font-semibold tracking-tight">{accounts(outage.accounts.length)}</h2>
        <p className="me-auto text-small text-muted">{lastRead(outage, now)}</p>
        <div className="no-print flex flex-wrap gap-3 max-sm:w-full">
          <SearchField aria-label="Name or Primary ID" value={search} onChange={setSearch} className="order-last w-full sm:order-none sm:w-52">
            <SearchField.Group>
              <SearchField.SearchIcon />
              <SearchField.Input placeholder="Name or Primary ID" />
              <SearchField.ClearButton aria-label="Clear the search" />
            </SearchField.Group>
          </SearchField>
          <StateFilter words={words} chosen={chosen} onChoose={setWord} />
          {outage.canChange && open ? (
            <Button variant="outline" onPress={() => onDialog({ kind: "add" })}><Plus aria-hidden="true" /> Add people</Button>
          ) : null}
        </div>
      </div>
      {shown.length === 0
        ? <p className="mt-4 border-t border-control py-8 text-ink-2">{outage.accounts.length === 0 ? "Nobody is on the list yet. Add people to switch them." : "No account fits. Clear the search, or choose all states."}</p>
        : <AccountsTable outage={outage} accounts={shown} now={now} onDialog={onDialog} />}
    </section>
  )
}

function StateFilter({ words, chosen, onChoose }: { words: string[]; chosen: string; onChoose: (word: string) => void }) {
  return (
    <Select aria-label="Show states" value={chosen} onChange={(key) => onChoose(String(key))} className="w-44">
      <Select.Trigger>
        <Select.Value />
        <Select.Indicator />
      </Select.Trigger>
      <Select.Popover>
        <ListBox>
          {[ALL, ...words].map((word) => (
            <ListBox.Item key={word} id={word} textValue={word}>{word}<ListBox.ItemIndicator /></ListBox.Item>
          ))}
        </ListBox>
      </Select.Popover>
    </Select>
  )
}

function stateWords(all: AccountView[]): string[] {
  return [...new Set(all.toSorted(byUrgency).map((account) => STATE_WORDS[shownState(account)]))]
}

function haystack(account: AccountView): string {
  return `${account.name ?? ""} ${account.primaryId} ${account.department ?? ""}`.toLowerCase()
}

/** How old the newest reading of Alma is; silent about accounts that were never read. */
function lastRead(outage: OutageView, now: string): string {
  const newest = outage.accounts.reduce((latest, account) => (account.observedAt && account.observedAt > latest ? account.observedAt : latest), "")
  return newest ? `read from Alma ${length(between(newest, now))} ago` : ""
}
