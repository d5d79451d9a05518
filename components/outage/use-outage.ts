"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"
import type { OutageView } from "@/lib/domain/views"

const POLL_MS = 1500
/** A closed outage changes only when a late sweep finds something. */
const POLL_CLOSED_MS = 20_000
const ANSWER_WITHIN_MS = 10_000

export type Connection = "live" | "lost" | "signed_out"

class SignedOut extends Error {}

/** The outage, read again and again. A failed read keeps what was read before and says so. */
export function useOutage(initial: OutageView) {
  const client = useQueryClient()
  const queryKey = ["outage", initial.id]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readOutage(initial.id, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.state === "closed" ? POLL_CLOSED_MS : POLL_MS),
  })
  const connection: Connection = !query.isError ? "live" : query.error instanceof SignedOut ? "signed_out" : "lost"
  return { outage: query.data, connection, readAgain: () => client.invalidateQueries({ queryKey }) }
}

async function readOutage(id: string, signal: AbortSignal): Promise<OutageView> {
  const answer = await fetch(`/api/outages/${encodeURIComponent(id)}`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    headers: { accept: "application/json" },
    cache: "no-store",
  })
  if (answer.status === 401 || answer.redirected) throw new SignedOut()
  if (!answer.ok) throw new Error(`outage ${answer.status}`)
  return answer.json()
}
