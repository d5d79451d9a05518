"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"
import type { ByHandView } from "@/lib/domain/hand-views"

const POLL_MS = 1500

/** What is left by hand and who has which card open, read again and again. A failed read keeps the last one. */
export function useByHand(initial: ByHandView) {
  const client = useQueryClient()
  const queryKey = ["by-hand", initial.outageId]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readByHand(initial.outageId, signal),
    initialData: initial,
    refetchInterval: POLL_MS,
  })
  return { view: query.data, lost: query.isError, readAgain: () => void client.invalidateQueries({ queryKey }) }
}

async function readByHand(outageId: string, signal: AbortSignal): Promise<ByHandView> {
  const answer = await fetch(`/api/outages/${encodeURIComponent(outageId)}/by-hand`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    headers: { accept: "application/json" },
    cache: "no-store",
  })
  if (!answer.ok || answer.redirected) throw new Error(`by-hand ${answer.status}`)
  return answer.json()
}
