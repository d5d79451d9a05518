import { z } from "zod"

export const rosterPerson = z.object({ primaryId: z.string().min(1).max(255), name: z.string().max(500).nullable() })
export type RosterPerson = z.infer<typeof rosterPerson>

/** A named list of staff, kept for the day it is needed; who is on it stays on the server. */
export interface RosterView {
  id: string
  name: string
  people: number
  /** ISO 8601 in UTC. */
  updatedAt: string
  updatedBy: string
}
