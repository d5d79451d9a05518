"use client"

import { Button } from "@heroui/react/button"
import { Printer } from "lucide-react"

export function PrintButton({ what = "Print" }: { what?: string }) {
  return <Button className="button--main no-print" onPress={() => window.print()}><Printer aria-hidden="true" /> {what}</Button>
}
