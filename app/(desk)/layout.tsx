import type { ReactNode } from "react"
import "@/app/globals.css"
import { DeskProviders } from "@/components/providers/desk-providers"
import { deskFonts } from "@/components/shell/desk-fonts"

export default function DeskLayout({ children }: { children: ReactNode }) {
  return <div className={deskFonts}><DeskProviders>{children}</DeskProviders></div>
}
