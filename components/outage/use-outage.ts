"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"
import { readView, SignedOut } from "@/components/shell/read-view"
import type { OutageView } from "@/lib/domain/views"

const POLL_MS = 1500
/** A closed outage changes only when a late sweep finds something. */
const POLL_CLOSED_MS = 20_000

export type Connection = "live" | "lost" | "signed_out"

/** The outage, read again and again. A failed read keeps what was read before and says so. */
export function useOutage(initial: OutageView) {
  const client = useQueryClient()
  const queryKey = ["outage", initial.id]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readView<OutageView>(`/api/outages/${encodeURIComponent(initial.id)}`, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data?.state === "closed" ? POLL_CLOSED_MS : POLL_MS),
  })
  const connection: Connection = !query.isError ? "live" : query.error instanceof SignedOut ? "signed_out" : "lost"
  return { outage: query.data, connection, readAgain: () => client.invalidateQueries({ queryKey }) }
}
