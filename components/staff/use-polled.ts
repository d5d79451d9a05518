"use client"

import { useQuery, useQueryClient } from "@tanstack/react-query"
import { readView } from "@/components/shell/read-view"

/** A view that the server drew and that is read again, every so often while something is going on. */
export function usePolled<T>(key: string[], initial: T, url: string, everyMs: (view: T) => number | false) {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => readView<T>(url, signal),
    initialData: () => initial,
    refetchInterval: ({ state }) => (state.data === undefined ? false : everyMs(state.data)),
  })
  return { view: query.data ?? initial, isLost: query.isError, readAgain: () => client.invalidateQueries({ queryKey: key }), readAt: query.dataUpdatedAt }
}
