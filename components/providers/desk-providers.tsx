"use client"

import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { NuqsAdapter } from "nuqs/adapters/next/app"
import { type ReactNode, useState } from "react"
import { useEmptied } from "@/components/shell/use-emptied"
import { StepUp } from "@/components/step-up/step-up"

/**
 * Reads that poll. Queries run even when the browser thinks it is offline: in an outage that
 * guess is often wrong, and a failed read is shown as such.
 */
export function DeskProviders({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient({
    defaultOptions: { queries: { networkMode: "always", retry: false, refetchOnWindowFocus: true } },
  }))
  if (useEmptied("return")) return null
  return <QueryClientProvider client={client}><NuqsAdapter>{children}</NuqsAdapter><StepUp /></QueryClientProvider>
}
