"use client"

import { MessagePage } from "@/components/message-page/message-page"

export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Lantern</title>
        <MessagePage title="This page could not be shown" onRetry={reset}>
          Showing it changed nothing, and what Lantern is doing goes on without this page.
          {error.digest ? ` Reference: ${error.digest}` : ""}
        </MessagePage>
      </body>
    </html>
  )
}
