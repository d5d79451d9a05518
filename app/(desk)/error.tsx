"use client"

import { MessagePage } from "@/components/message-page/message-page"

/** `digest` is the reference under which the server logged the error. */
export default function DeskError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <MessagePage title="This page could not be shown" onRetry={reset}>
      Showing it changed nothing, and what Lantern is doing goes on without this page. If it happens again, the operator can return every account with the lantern command.
      {error.digest ? ` Reference: ${error.digest}` : ""}
    </MessagePage>
  )
}
