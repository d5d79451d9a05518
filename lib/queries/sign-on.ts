import "server-only"
import { getDb } from "@/lib/db/client"
import { readSignOnHistory } from "@/lib/db/sign-on"
import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import { requireViewer } from "./viewer"

/** What the looks by schedule have found at the campus sign-on of the institution that the person looks at. */
export async function signOnHistoryView(): Promise<SignOnHistoryView> {
  const { institution } = await requireViewer()
  return readSignOnHistory(getDb().prisma, institution, new Date())
}
