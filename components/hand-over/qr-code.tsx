"use client"

import QRCode from "qrcode"
import { useMemo } from "react"

/** Light modules around the code that scanners need (ISO/IEC 18004: four). */
const QUIET_ZONE = 4

/** A QR code as one path: sharp at any size, on screen and on paper. */
export function QrCode({ text, label, quietZone = QUIET_ZONE, className }: {
  text: string
  label: string
  /** In modules. Zero only where white paper stands around it. */
  quietZone?: number
  className?: string
}) {
  const { path, size } = useMemo(() => draw(text, quietZone), [text, quietZone])
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges" className={className}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

function draw(text: string, quietZone: number): { path: string; size: number } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" })
  let path = ""
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column + quietZone} ${row + quietZone}h1v1h-1z`
    }
  }
  return { path, size: modules.size + 2 * quietZone }
}
