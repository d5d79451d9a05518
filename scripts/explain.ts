import { StartProblem } from "@/lib/domain/start-problem"

/** What the operator reads when Lantern can't start: one sentence where the cause is known, else the error itself. */
export function explain(error: unknown): string {
  if (error instanceof StartProblem) return error.message
  const code = codeOf(error)
  // 53100: Postgres's disk_full.
  if (code === "ENOSPC" || code === "53100" || /no space left on device/i.test(String(error))) {
    return "The disk is full: Lantern can't start. Free some space and start again; nothing was lost."
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    const path = error instanceof Error && "path" in error ? ` to ${String(error.path)}` : ""
    return `Lantern isn't permitted to write${path}: give its user that folder, or set LANTERN_DATA_DIR to another.`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined
}
