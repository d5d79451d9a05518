import { MarkIcon } from "@/components/leader/leader-line"
import { between, length, moment, shortDay } from "@/components/time/format-time"
import type { SignOnHistoryView, SignOnLook, SignOnSpell } from "@/lib/domain/sign-on"
import { LOOK_MINUTES } from "@/lib/domain/sign-on"
import { SignOnChart } from "./sign-on-chart"

const MARK: Record<SignOnLook, "ok" | "warn" | "fail"> = { up: "ok", doubtful: "warn", down: "fail" }
const DAY_MS = 86_400_000
const SOON_MS = 30 * DAY_MS

interface Shown {
  history: SignOnHistoryView
  timeZone: string
  now: string
}

/** What campus sign-on did in the last day: a sentence, windows in time, and a table of when it was down. */
export function SignOnHistory({ history, timeZone, now, brief = false }: Shown & { brief?: boolean }) {
  const { last } = history
  if (history.address === null) return <p className="text-ink-2">No SSO address is set, so Lantern can&apos;t say when sign-on went down.</p>
  if (!last) return <p className="text-ink-2">{history.anew ? "The address was changed, so the looks begin anew. " : ""}Not looked at by schedule yet. Lantern looks every {LOOK_MINUTES} minutes where it may.</p>
  return (
    <div className="grid gap-3">
      <div>
        <p className="font-semibold"><MarkIcon mark={history.stale ? "warn" : MARK[last.look]} />{sentence(history, timeZone, now)}</p>
        <p className="text-small text-ink-2">
          {history.stale ? "" : `${last.message} `}Looked at {moment(last.at, timeZone, now)}{last.ms !== null && last.look === "up" && !history.stale ? `, ${last.ms} ms` : ""}.
          {history.anew?.from ? ` Counted since ${moment(history.anew.from, timeZone, now)}: before, another address was looked at.` : ""}
          {brief ? null : <Certificates history={history} timeZone={timeZone} now={now} />}
        </p>
      </div>
      <SignOnChart windows={history.windows} timeZone={timeZone} />
      <Spells spells={history.spells} timeZone={timeZone} now={now} />
    </div>
  )
}

function sentence({ last, stale, downSince }: SignOnHistoryView, timeZone: string, now: string): string {
  if (stale && last) return "Nobody has looked for a while."
  if (downSince) return `Down since ${moment(downSince, timeZone, now)}, ${length(between(downSince, now))}.`
  return last?.look === "doubtful" ? "It answers, with something to see to." : "It answers."
}

function Certificates({ history: { last }, timeZone, now }: Shown) {
  const days = [["Its certificate", last?.certificateExpires], ["the one in its SAML metadata", last?.metadataExpires]] as const
  const known = days.flatMap(([what, until]) => (until ? [`${what} ${until < now ? "ran out on" : "is good until"} ${shortDay(until, timeZone, now)}${soon(until, now)}`] : []))
  if (known.length === 0) return null
  const words = known.join(", ")
  return <> {words.charAt(0).toUpperCase() + words.slice(1)}.</>
}

function soon(until: string, now: string): string {
  const left = between(now, until)
  return left > 0 && left < SOON_MS ? `, ${Math.floor(left / DAY_MS)} days from now` : ""
}

function Spells({ spells, timeZone, now }: { spells: SignOnSpell[]; timeZone: string; now: string }) {
  if (spells.length === 0) return <p className="text-small text-ink-2">Not once down in the looks of the last 30 days.</p>
  return (
    <details className="text-small">
      <summary className="w-fit cursor-pointer py-1"><span className="link-quiet">{spells.length === 1 ? "Once" : `${spells.length} times`} not up in the last 30 days</span></summary>
      <table className="sign-on-spells mt-2">
        <thead><tr><th scope="col">When</th><th scope="col">What was seen</th></tr></thead>
        <tbody>
          {spells.map((spell) => (
            <tr key={spell.from}>
              <td>{moment(spell.from, timeZone, now)} to {spell.to ? moment(spell.to, timeZone, now) : "now"}, {length(between(spell.from, spell.to ?? now))}</td>
              <td><span className="font-medium">{spell.look === "down" ? "Down" : "Doubtful"}.</span> {spell.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
