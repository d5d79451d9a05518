import type { Metadata } from "next"
import Link from "next/link"
import { connection } from "next/server"
import type { ReactNode } from "react"
import "@/app/globals.css"
import { LanternMark } from "@/components/mark/lantern-mark"
import { deskFonts } from "@/components/shell/desk-fonts"

/** With `no-referrer` a form posted without JavaScript would say `Origin: null`, and be refused. */
export const metadata: Metadata = { referrer: "same-origin" }

/** One column, as on the pick-up page: these pages are opened in a hurry, often on a phone. */
export default async function SignInLayout({ children }: { children: ReactNode }) {
  // Rendered for each request, so that its scripts carry that answer's nonce.
  await connection()
  return (
    <div className={deskFonts}>
      <header className="border-b border-line">
        <div className="container-page flex h-15 items-center">
          <Link href="/" className="flex items-center gap-3 text-h3 font-semibold tracking-tight">
            <LanternMark className="h-7 w-auto" />
            Lantern
          </Link>
        </div>
      </header>
      <main className="container-page pt-10 pb-20 sm:pt-16">
        <div className="max-w-md">{children}</div>
      </main>
    </div>
  )
}
