import "server-only"
import { requireActor } from "@/lib/auth/current-actor"
import { getDb } from "@/lib/db/client"
import { enrolledKeys, readEnrolments } from "@/lib/db/enrolments"
import { may } from "@/lib/domain/actor"
import type { EnrolmentView } from "@/lib/domain/enrolment"
import { requireViewer } from "./viewer"

/** Who of the institution that the person looks at can pick up without a liaison. */
export async function enrolmentView(): Promise<EnrolmentView> {
  const { institution } = await requireViewer()
  const actor = await requireActor()
  return { ...(await readEnrolments(getDb().prisma, institution.id, new Date())), canChange: may(actor, "codes.issue", institution.id) }
}

/** How many of the institution that the person looks at can pick up without a liaison. */
export async function enrolledCount(): Promise<number> {
  const { institution } = await requireViewer()
  return (await enrolledKeys(getDb().prisma, institution.id)).size
}
