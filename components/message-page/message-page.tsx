import type { ReactNode } from "react"
import { LanternMark } from "@/components/mark/lantern-mark"
import styles from "./message-page.module.css"

/** A page that only says something: what happened, what was not changed, what to do. */
export function MessagePage({ title, children, onRetry }: { title: string; children: ReactNode; onRetry?: () => void }) {
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <LanternMark className={styles.mark} />
        <h1 className={styles.title}>{title}</h1>
        <p className={styles.text}>{children}</p>
        <p className={styles.actions}>
          {onRetry ? <button type="button" className={styles.action} onClick={onRetry}>Try again</button> : null}
          {/* A plain link: it works when the router itself is what failed. */}
          <a href="/" className={`${styles.action} ${onRetry ? styles.second : ""}`}>Go to the first page</a>
        </p>
      </div>
    </main>
  )
}
