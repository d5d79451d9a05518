"use client"

import { Button } from "@heroui/react/button"
import type { ComponentProps } from "react"

/**
 * A button whose action is under way: it keeps the focus, is announced as disabled, and takes no
 * second press. (HeroUI's `isPending` leaves an announcement without words in the page when the
 * button goes away meanwhile.) A form it submits has to refuse a second time by itself.
 */
export function BusyButton({ busy, onPress, ...props }: ComponentProps<typeof Button> & { busy: boolean }) {
  return <Button {...props} aria-disabled={busy || undefined} onPress={busy ? undefined : onPress} />
}
