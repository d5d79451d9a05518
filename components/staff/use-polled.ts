"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"

const ANSWER_WITHIN_MS = 10_000

/** A view that the server drew and that is read again, every so often while something is going on. */
export function usePolled<T>(key: string[], initial: T, url: string, everyMs: (view: T) => number | false) {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => read<T>(url, signal),
    initialData: () => initial,
    refetchInterval: ({ state }) => (state.data === undefined ? false : everyMs(state.data)),
  })
  return { view: query.data ?? initial, isLost: query.isError, readAgain: () => client.invalidateQueries({ queryKey: key }), readAt: query.dataUpdatedAt }
}

async function read<T>(url: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    headers: { accept: "application/json" },
    cache: "no-store",
  })
  if (!answer.ok || answer.redirected) throw new Error(`${url} ${answer.status}`)
  return answer.json()
}
