"use client"

import { Modal } from "@heroui/react/modal"
import type { ReactNode } from "react"

/** A dialog: heading, body, actions. Escape and the backdrop close it unless something is under way. */
export function DeskDialog({ title, onClose, busy = false, wide = false, children, actions }: {
  title: string
  onClose: () => void
  busy?: boolean
  wide?: boolean
  children: ReactNode
  actions: ReactNode
}) {
  return (
    <Modal.Backdrop isOpen isDismissable={!busy} isKeyboardDismissDisabled={busy} onOpenChange={(open) => { if (!open) onClose() }}>
      <Modal.Container placement="auto" scroll="inside">
        <Modal.Dialog className={wide ? "sm:w-2xl sm:max-w-2xl" : "sm:w-lg sm:max-w-lg"}>
          <Modal.Header>
            <Modal.Heading>{title}</Modal.Heading>
          </Modal.Header>
          {/* Focusable, so that arrow keys scroll what doesn't fit. */}
          <Modal.Body tabIndex={0}>{children}</Modal.Body>
          <Modal.Footer>{actions}</Modal.Footer>
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  )
}
