import { moment } from "@/components/time/format-time"
import type { NamedUsersView } from "@/lib/domain/named-user-count"
import type { RosterSource } from "@/lib/domain/roster"

/** Where a roster's people came from, as a phrase. */
export function sourceLine(source: RosterSource): string {
  switch (source.kind) {
    case "list":
      return "A list kept by hand"
    case "set":
      return `From the Alma set “${source.name}”`
    case "named_users":
      return source.libraries.length === 0 ? "All Named Users" : `Named Users of ${source.libraries.join(", ")}`
  }
}

/** How old what is known of a roster is: "read 06:00", "read 17 Nov, 06:00". */
export function freshWords({ refreshedAt, refreshing = false }: { refreshedAt: string | null; refreshing?: boolean }, timeZone: string, now: string): string {
  if (refreshing) return "being read"
  return refreshedAt === null ? "not read yet" : `read ${moment(refreshedAt, timeZone, now)}`
}

/** "3 need a look", "1 needs a look" */
export function lookWords(count: number): string {
  return `${count} ${count === 1 ? "needs" : "need"} a look`
}

export function namedUsers(count: number): string {
  return `${count} Named ${count === 1 ? "User" : "Users"}`
}

/** Where the view of one institution's count is read again; with `/csv`, where it is saved. */
export function namedUsersAddress(part: "" | "/csv", { institutionId }: Pick<NamedUsersView, "institutionId">, count: string | null): string {
  return `/api/named-users${part}?${new URLSearchParams({ institution: institutionId, ...(count !== null && { count }) })}`
}
