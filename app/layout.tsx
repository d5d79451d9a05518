import type { Metadata, Viewport } from "next"
import type { ReactNode } from "react"

export const metadata: Metadata = {
  title: { default: "Lantern", template: "%s · Lantern" },
  description: "Keeps library staff in Alma while campus sign-on is down.",
  // Nothing is sent to other sites. With `no-referrer` a form posted without JavaScript would say
  // `Origin: null` and be refused.
  referrer: "same-origin",
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  colorScheme: "light dark",
}

/** Bare on purpose: the desk and the pick-up page bring their own styles, the latter very little. */
export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
