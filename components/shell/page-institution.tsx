"use client"

import { useEffect } from "react"

let ofDocument: string | null = null

/** The institution that this window shows, null where a page is of none. Every action carries it. */
export function pageInstitution(): string | null {
  return ofDocument
}

/**
 * A window shows one institution as long as it isn't loaded anew: when it is read
 * again after its person went to another one in another window, all of it is thrown away, with its dialogs and what polls.
 */
export function showInstitution(id: string, loadAnew: () => void): void {
  if (ofDocument !== null && ofDocument !== id) loadAnew()
  else ofDocument = id
}

/** Says of which institution a page is. Stands in its header. */
export function PageInstitution({ id }: { id: string }) {
  useEffect(() => showInstitution(id, () => window.location.reload()), [id])
  return null
}
