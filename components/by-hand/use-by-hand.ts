"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"
import { readView } from "@/components/shell/read-view"
import type { ByHandView } from "@/lib/domain/hand-views"

const POLL_MS = 1500

/** What is left by hand and who has which card open, read again and again. A failed read keeps the last one. */
export function useByHand(initial: ByHandView) {
  const client = useQueryClient()
  const queryKey = ["by-hand", initial.outageId]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readView<ByHandView>(`/api/outages/${encodeURIComponent(initial.outageId)}/by-hand`, signal),
    initialData: initial,
    refetchInterval: POLL_MS,
  })
  return { view: query.data, lost: query.isError, readAgain: () => void client.invalidateQueries({ queryKey }) }
}
