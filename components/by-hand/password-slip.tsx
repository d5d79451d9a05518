import { LanternMark } from "@/components/mark/lantern-mark"
import { longDay } from "@/components/time/format-time"
import type { ByHandView, HandCardView } from "@/lib/domain/hand-views"
import { spokenWords } from "@/lib/domain/temporary-password"
import styles from "./by-hand.module.css"

const GROUP = 4

/** On paper only, then and there. No Primary ID stands on it: a lost slip alone opens nothing. */
export function PasswordSlip({ card, view, password }: { card: HandCardView; view: ByHandView; password: string }) {
  const { name, loginUrl, helpContact, timeZone } = view.institution
  const words = spokenWords(password)
  const groups = Array.from({ length: Math.ceil(password.length / GROUP) }, (_, at) => at * GROUP)
  return (
    <div className={`print-only ${styles.slip}`}>
      <p className={styles.brand}><LanternMark className="h-[6mm] w-auto" /> {name}{view.drill ? " · Drill" : ""}</p>
      <p className={styles.who}>{card.name ?? "Name not known"}</p>
      <p className={styles.label}>Open</p>
      <p className={styles.url}>{loginUrl}</p>
      <p className={styles.label}>User name</p>
      <p>Your Primary ID</p>
      <p className={styles.label}>Temporary password</p>
      <p className={styles.password}>{groups.map((at) => <span key={at}>{password.slice(at, at + GROUP)}</span>)}</p>
      <p>{groups.map((at) => words.slice(at, at + GROUP).join(" ")).join(" · ")}</p>
      <p className={styles.foot}>
        No spaces. Alma asks for a new password of your own at once. When campus login works again, use that and not this password.
        {helpContact ? ` Questions: ${helpContact}.` : ""} Made {longDay(view.readAt, timeZone)}. Only for you.
      </p>
    </div>
  )
}
