import { GeistMono } from "geist/font/mono"
import { GeistSans } from "geist/font/sans"

/** Loads Geist for a layout; the family names themselves stand in app/styles/tokens.css. */
export const deskFonts = `${GeistSans.variable} ${GeistMono.variable}`
