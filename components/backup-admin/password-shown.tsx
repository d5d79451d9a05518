import { CopyButton } from "@/components/shell/copy-button"
import { sayAloud } from "@/lib/domain/temporary-password"
import styles from "./backup-admin.module.css"

const GROUP = 4

/** User name and password, large, for as long as this page stands. */
export function PasswordShown({ userName, password, other = null, loginUrl }: { userName: string; password: string; other?: string | null; loginUrl: string }) {
  return (
    <div className={styles.shown}>
      <p className="text-small text-ink-2">User name</p>
      <p className="font-mono text-h2 wrap-anywhere">{userName}</p>
      <p className="mt-4 text-small text-ink-2">Password</p>
      <PasswordGroups password={password} />
      <p className="mt-1 text-small text-ink-2">{sayAloud(password)}</p>
      {other ? <>
        <p className="mt-4 text-small text-ink-2">If that one is refused, Alma has this one</p>
        <PasswordGroups password={other} />
      </> : null}
      <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-2">
        <CopyButton text={password} label="Copy the password" />
        <a href={loginUrl} target="_blank" rel="noreferrer" className="link-quiet">Open Alma&apos;s internal login page</a>
      </div>
    </div>
  )
}

/** Spaces between the groups are drawn, so that what is marked and copied is the password itself. */
export function PasswordGroups({ password }: { password: string }) {
  const starts = Array.from({ length: Math.ceil(password.length / GROUP) }, (_, at) => at * GROUP)
  return <p className={styles.password}>{starts.map((at) => <span key={at}>{password.slice(at, at + GROUP)}</span>)}</p>
}
