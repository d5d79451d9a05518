"use client"

import { Button } from "@heroui/react/button"
import { useRouter } from "next/navigation"
import { type ReactNode, useEffect, useState } from "react"
import { DeskDialog } from "./desk-dialog"

/**
 * While `on`, leaving this page asks first: by a link of ours, or by what `leave` is given, with this dialog; by
 * closing or reloading with the browser's own. `title` asks, and `lost` says what leaving loses.
 */
export function useLeaveGuard({ on, title, lost }: { on: boolean; title: string; lost: string }): {
  dialog: ReactNode
  leave: (by: () => void) => void
} {
  const router = useRouter()
  const [asked, setAsked] = useState<{ leave: () => void } | null>(null)
  useEffect(() => {
    if (!on) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    const catchLink = (event: MouseEvent) => {
      const href = hrefOf(event)
      if (href === null) return
      event.preventDefault()
      event.stopPropagation()
      setAsked({ leave: () => router.push(href) })
    }
    window.addEventListener("beforeunload", warn)
    // Before the link's own handler, which would leave at once.
    document.addEventListener("click", catchLink, true)
    return () => {
      window.removeEventListener("beforeunload", warn)
      document.removeEventListener("click", catchLink, true)
    }
  }, [on, router])

  const dialog = asked === null ? null : (
    <DeskDialog
      title={title} onClose={() => setAsked(null)}
      actions={<>
        <Button variant="outline" className="button--main" onPress={() => { setAsked(null); asked.leave() }}>Leave</Button>
        <Button className="button--main" onPress={() => setAsked(null)}>Stay here</Button>
      </>}
    >
      <p className="text-ink-2">{lost}</p>
    </DeskDialog>
  )
  return { dialog, leave: (by) => (on ? setAsked({ leave: by }) : by()) }
}

/** Where a click would lead in this window, away from this page; null where it leads nowhere else. */
function hrefOf(event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null
  const inAnotherWindow = event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0 || link?.target === "_blank"
  if (!link || inAnotherWindow || link.origin !== window.location.origin || link.hash !== "") return null
  return link.pathname + link.search
}
